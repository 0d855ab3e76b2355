;;; nianbao.el --- Check drafts of Chinese annual reports  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "28.1") (eglot "1.9"))
;; Keywords: languages, text

;;; Commentary:

;; Connects drafts to the language server `nianbao' through eglot.
;; See README.md beside this file.

;;; Code:

(require 'eglot)

(defgroup nianbao nil
  "Checking drafts of Chinese annual reports."
  :group 'text)

(defcustom nianbao-program '("nianbao" "server" "--stdio")
  "The language server and its arguments."
  :type '(repeat string))

(defcustom nianbao-locale nil
  "Language of messages: \"zh\", \"en\", or nil for that of the environment."
  :type '(choice (const nil) string))

(defcustom nianbao-settings nil
  "The `nianbao\' settings as a plist, such as (:ignore [\"missing-theme\"]).
A nianbao.toml in the folder overrides them."
  :type 'plist)

(defcustom nianbao-rule-pages nil
  "Where the pages of the rules are.
Such as \"file:///opt/nianbao/docs/{lang}/rules/{rule}.md\"."
  :type '(choice (const nil) string))

(defvar-local nianbao-status nil
  "What the server says of this buffer, for the mode line.")

(defvar-local nianbao-reason nil
  "Why this buffer is not recognised as a report.")

(defvar-local nianbao-kind nil
  "The schema that this buffer is checked by, nil where it is no report.")

;;;###autoload
(define-derived-mode nianbao-mode text-mode "年报"
  "Major mode for drafts of annual reports."
  (setq mode-line-process 'nianbao-status)
  (visual-line-mode 1))

;; The server decides what is a report, so a notice with such a file name does no harm.
;;;###autoload
(add-to-list 'auto-mode-alist
             '("\\(?:法治政府建设.*报告\\|政府信息公开工作年度报告\\).*\\.txt\\'" . nianbao-mode))
;;;###autoload
(add-to-list 'auto-mode-alist '("\\.nianbao\\'" . nianbao-mode))

(defclass nianbao-server (eglot-lsp-server) ()
  :documentation "The language server `nianbao'.")

(defun nianbao-contact (&rest _)
  "How to start the server, read when it is started."
  (cons 'nianbao-server nianbao-program))

(add-to-list 'eglot-server-programs
             '((nianbao-mode :language-id "plaintext") . nianbao-contact))

(cl-defmethod eglot-initialization-options ((_server nianbao-server))
  "What the server is told at the start."
  (append (list :trusted t
                :client "emacs"
                :locale (or nianbao-locale (getenv "LC_ALL") (getenv "LANG") "zh")
                :settings (or nianbao-settings eglot--{}))
          (and nianbao-rule-pages (list :rulePages nianbao-rule-pages))))

(cl-defmethod eglot-client-capabilities ((_server nianbao-server))
  "Eglot's own, and that `nianbao/status' is wanted."
  (plist-put (copy-sequence (cl-call-next-method)) :experimental '(:nianbaoStatus t)))

(defun nianbao--path (uri)
  "The file name that URI stands for."
  (if (fboundp 'eglot-uri-to-path)
      (eglot-uri-to-path uri)
    (eglot--uri-to-path uri)))

(defun nianbao--decode-path (path)
  "Decode PATH if it holds the bytes of a UTF-8 name; a decoded one stays as it is."
  (if (stringp path)
      (decode-coding-string (encode-coding-string path 'raw-text) 'utf-8)
    path))

;; Before Emacs 29 (jsonrpc 1.0.16) the reply to a synchronous request leaves the process filter with a `throw':
;; what arrived together with the reply, such as findings, stayed unread until the server sent something else.
(defun nianbao--handle-rest (request connection &rest args)
  "Call REQUEST with CONNECTION and ARGS, then handle what arrived with the reply."
  (unwind-protect
      (apply request connection args)
    (when (cl-typep connection 'nianbao-server)
      (let* ((process (jsonrpc--process connection))
             (buffer (process-buffer process)))
        (when (and (process-live-p process) (buffer-live-p buffer) (> (buffer-size buffer) 0))
          (jsonrpc--process-filter process ""))))))

(advice-add 'jsonrpc-request :around #'nianbao--handle-rest)

;; Emacs 30.1 (eglot 1.17.30) drops the diagnostics of files whose names are not ASCII:
;; `eglot-uri-to-path' returns undecoded bytes, and the buffer is then looked up with `equal'.
(when (fboundp 'eglot-uri-to-path)
  (advice-add 'eglot-uri-to-path :filter-return #'nianbao--decode-path))

(defun nianbao-claim (&optional back)
  "Check this buffer as a report although its title does not say so.
With a prefix argument BACK, take that back.
`nianbao-remember' keeps it for the project."
  (interactive "P")
  (nianbao--claim (if back nil "default")))

(defun nianbao-refuse ()
  "Say that this buffer is no annual report: nothing in it is checked.
`nianbao-claim' with a prefix argument takes that back, `nianbao-remember'
keeps it for the project."
  (interactive)
  (nianbao--claim "none"))

(defun nianbao--claim (schema)
  "Tell the server that this buffer is of SCHEMA."
  (jsonrpc-request (eglot--current-server-or-lose) :nianbao/claim
                   (list :textDocument (eglot--TextDocumentIdentifier) :schema schema)))

(defun nianbao-remember (kind)
  "Write into nianbao.toml that this buffer is a report of KIND.
KIND is the id of a schema, or \"none\" for what is no annual report.
Interactively it is what the buffer is taken for now; with a prefix
argument, ask.  From then on the survey and the command line know it too."
  (interactive
   (let ((now (or nianbao-kind "none")))
     (list (if current-prefix-arg (completing-read "Kind: " (nianbao--kinds) nil t nil nil now) now))))
  (let ((file (jsonrpc-request (eglot--current-server-or-lose) :workspace/executeCommand
                               (list :command "nianbao.server.rememberKind"
                                     :arguments (vector (plist-get (eglot--TextDocumentIdentifier) :uri) kind)))))
    (message "nianbao: %s" (nianbao--decode-path file))
    file))

(defun nianbao--kinds ()
  "The ids of all schemas, and \"none\"."
  (append (mapcar (lambda (schema) (plist-get schema :id))
                  (jsonrpc-request (eglot--current-server-or-lose) :nianbao/schemas eglot--{}))
          '("none")))

(defun nianbao-checklist ()
  "List the expected parts, themes and contents of this report."
  (interactive)
  (let ((list (jsonrpc-request (eglot--current-server-or-lose) :nianbao/checklist
                               (list :textDocument (eglot--TextDocumentIdentifier)))))
    (with-help-window "*nianbao*"
      (nianbao--insert-entries (plist-get list :entries) 0))))

(defun nianbao--insert-entries (entries depth)
  "Print ENTRIES of the checklist, indented by DEPTH."
  (mapc (lambda (entry)
          (princ (format "%s%s %s\n" (make-string (* 2 depth) ?\s)
                         (pcase (plist-get entry :state) ("there" "+") ("thin" "~") (_ "-"))
                         (plist-get entry :label)))
          (nianbao--insert-entries (plist-get entry :children) (1+ depth)))
        entries))

(cl-defmethod eglot-handle-notification
  ((_server nianbao-server) (_method (eql 'nianbao/status))
           &key uri recognised reason schema badEncoding missing unwritten certainty &allow-other-keys)
  "Keep what the server says of the document at URI for the mode line."
  (let ((buffer (find-buffer-visiting (nianbao--path uri))))
    (when buffer
      (with-current-buffer buffer
        (setq nianbao-reason reason
              nianbao-kind (and (eq recognised t) schema)
              nianbao-status
              (cond ((eq badEncoding t) " 编码有误")
                    ((not (eq recognised t)) " 未识别为年度报告")
                    (t (concat (when (equal certainty "likely") " 疑似年报")
                               (when (> (or missing 0) 0) (format " 缺%d" missing))
                               (when (> (or unwritten 0) 0) (format " 待写%d" unwritten))))))
        (force-mode-line-update)))))

(provide 'nianbao)
;;; nianbao.el ends here

;;; e2e.el --- What a drafter does in Emacs  -*- lexical-binding: t; -*-

;; With the shipped configuration. Run by `cargo xtask test --only emacs'.

;;; Code:

(set-language-environment "UTF-8")
(setq user-emacs-directory (make-temp-file "emacs-nianbao" t))
;; Debian keeps eglot apart for Emacs before 29, and -Q does not look there.
(unless (locate-library "eglot")
  (dolist (dir '("/usr/share/emacs/site-lisp/elpa" "/usr/share/emacs/site-lisp/elpa-src"))
    (when (file-directory-p dir)
      (let ((default-directory dir)) (normal-top-level-add-subdirs-to-load-path)))))
(unless (locate-library "eglot")
  (princ "NOT RUN: Emacs has no eglot\n")
  (kill-emacs 77))

(require 'cl-lib)
(require 'flymake)
(require 'imenu)
(add-to-list 'load-path (expand-file-name "editors/emacs" (getenv "NIANBAO_ROOT")))
(require 'nianbao)

(defconst lacking "岚溪县2024年法治政府建设年度报告.txt")
(defconst flat "年报初稿.txt")
(defconst notice "关于报送2024年度法治政府建设年度报告的通知.txt")
(defvar passed 0)
(defvar dir (file-name-as-directory (expand-file-name "年报 目录" (make-temp-file "nianbao" t))))

(setq nianbao-program (list (getenv "NIANBAO_SERVER") "server" "--stdio")
      nianbao-locale "zh"
      eglot-sync-connect 15
      eglot-autoshutdown nil
      eglot-send-changes-idle-time 0.05
      make-backup-files nil)
(defun check (ok what)
  (unless ok (error "FAILED: %s" what))
  (cl-incf passed)
  (princ (format "ok - %s\n" what))
  ok)

(defun wait-for (what ask)
  (let ((end (+ (float-time) 15)) answer)
    (while (and (not (setq answer (funcall ask))) (< (float-time) end))
      (accept-process-output nil 0.05))
    (check answer what)))

(defun open-draft (name)
  (find-file (expand-file-name name dir))
  (nianbao-mode)
  (unless (eglot-managed-p)
    (if (eglot-current-server)
        (eglot--maybe-activate-editing-mode)
      (apply #'eglot (eglot--guess-contact))))
  (wait-for (format "%s is managed" name) #'eglot-managed-p))

(defun found (words)
  (flymake-start)
  (cl-remove-if-not (lambda (d) (string-match-p words (flymake-diagnostic-text d))) (flymake-diagnostics)))

(defun request (method &rest params)
  (jsonrpc-request (eglot-current-server) method
                   (append (list :textDocument (eglot--TextDocumentIdentifier)) params)))

(defun outline ()
  (let ((imenu-auto-rescan t))
    (setq imenu--index-alist nil)
    (prin1-to-string (imenu--make-index-alist t))))

(defun line-of (words)
  (save-excursion
    (goto-char (point-min))
    (search-forward words)
    (1- (line-number-at-pos))))

(defun offered ()
  "What Emacs offers to complete at point."
  (let* ((capf (eglot-completion-at-point))
         (typed (buffer-substring (nth 0 capf) (nth 1 capf)))
         (all (completion-all-completions typed (nth 2 capf) nil (length typed) '(metadata (category . eglot)))))
    (when (consp all) (setcdr (last all) nil))
    (mapcar #'substring-no-properties all)))

(defun project-file ()
  (with-temp-buffer (insert-file-contents (expand-file-name "nianbao.toml" dir)) (buffer-string)))

(defun drive ()
  (princ (format "# Emacs %s\n" emacs-version))
  (make-directory dir t)
  (dolist (name (list lacking flat notice))
    (copy-file (expand-file-name name (getenv "NIANBAO_DRAFTS")) (expand-file-name name dir)))

  (find-file (expand-file-name lacking dir))
  (check (eq major-mode 'nianbao-mode) "a draft named as a report opens in nianbao-mode")
  (open-draft lacking)
  (wait-for "the missing part is found" (lambda () (found "\\(缺\\|没有\\).*\\(问题\\|不足\\)")))
  (let ((d (car (found "\\(缺\\|没有\\).*\\(问题\\|不足\\)"))))
    (check (= (line-number-at-pos (flymake-diagnostic-beg d)) (line-number-at-pos (flymake-diagnostic-end d)))
           "it marks a range within one line")
    (wait-for "the mode line says how much is missing" (lambda () (equal nianbao-status " 缺1")))
    (check (string-match-p "主要举措和成效" (outline)) "imenu has the results")
    (check (string-match-p "依法履行政府职能" (outline)) "and their sections")

    (let* ((heading (line-of "三、2025年法治政府建设主要安排"))
           (folds (append (request :textDocument/foldingRange) nil))
           (hover (request :textDocument/hover :position (list :line heading :character 4))))
      (check (cl-some (lambda (f) (= (plist-get f :startLine) heading)) folds) "the last section folds from its heading")
      (check (string-match-p "《" (prin1-to-string (plist-get hover :contents)))
             "hover on a heading names what it rests on"))

    (let* ((line (line-of "《法治政府建设实施纲要"))
           (column (save-excursion (goto-char (point-min)) (forward-line line) (let ((start (point))) (search-forward "《") (- (point) start))))
           (place (list :line line :character column))
           (about (request :textDocument/hover :position place))
           (titles (append (plist-get (request :textDocument/completion :position place) :items) nil)))
      (check (string-match-p "中发〔2021〕33号" (prin1-to-string (plist-get about :contents)))
             "hover on a citation names its number")
      (check (cl-some (lambda (i) (equal (plist-get i :label) "法治政府建设实施纲要（2021—2025年）")) titles)
             "behind 《 the title is offered"))

    ;; Typed as pinyin or as the full title, and shown by the editor itself.
    (dolist (case '(("cjbhf" . "长江保护法") ("changjiang" . "长江保护法") ("zhrm" . "中华人民共和国民法典")
                    ("中华人民共和国民营" . "中华人民共和国民营经济促进法")))
      (goto-char (point-min))
      (search-forward "《法治政府建设实施纲要")
      (goto-char (line-beginning-position))
      (let ((typed (concat "落实《" (car case))) (start (point)))
        (insert typed "\n")
        (goto-char (+ start (length typed)))
        (eglot--signal-textDocument/didChange)
        (check (member (cdr case) (offered)) (format "%s shows %s" (car case) (cdr case)))
        (delete-region start (+ start (length typed) 1))
        (eglot--signal-textDocument/didChange)))

    (goto-char (flymake-diagnostic-beg d))
    (let* ((old (split-string (buffer-string) "\n" t))
           (actions (append (eglot-code-actions (point) (1+ (point)) "quickfix") nil))
           (action (cl-find-if (lambda (a) (string-match-p "插入.*\\(问题\\|不足\\)" (plist-get a :title))) actions)))
      (check action "a quick fix offers the part")
      (unless (plist-get action :edit)
        (setq action (jsonrpc-request (eglot-current-server) :codeAction/resolve action)))
      (if (equal (func-arity 'eglot--apply-workspace-edit) '(2 . 2))
          (eglot--apply-workspace-edit (plist-get action :edit) 'command)
        (eglot--apply-workspace-edit (plist-get action :edit)))
      (save-buffer)
      (let ((disk (with-temp-buffer (insert-file-contents (expand-file-name lacking dir)) (buffer-string))))
        (check (string-match-p "^[ 　]*[一二三四]、.*\\(问题\\|不足\\)" disk) "the part is on disk")
        (check (cl-every (lambda (line) (or (string-match-p "^　　[一二三四]、" line)
                                            (string-match-p (regexp-quote line) disk)))
                         old)
               "no line was lost")))
    (eglot--signal-textDocument/didChange)      ; in batch mode no idle timer sends it
    (wait-for "the finding goes away" (lambda () (null (found "\\(缺\\|没有\\).*\\(问题\\|不足\\)")))))

  (open-draft flat)
  (check (string-match-p "问题\\|不足" (outline)) "imenu has the problems that nobody headed")
  (check (string-match-p "安排\\|下一步" (outline)) "and the plans")

  (open-draft notice)
  (wait-for "a notice is no report" (lambda () (equal nianbao-status " 未识别为年度报告")))
  (check (and nianbao-reason (> (length nianbao-reason) 0)) "with a reason")
  (check (null (found ".")) "and has no findings")
  ;; Several times: the findings may arrive before the reply, together with it, or after it.
  (dotimes (_ 5)
    (nianbao-claim)
    (wait-for "it is checked on demand" (lambda () (found "缺\\|没有")))
    (nianbao-claim t)
    (wait-for "and no more when that is taken back" (lambda () (null (found ".")))))

  ;; What the user says is kept for the project, and said anew.
  (nianbao-claim)
  (wait-for "a kind is known once it is checked" (lambda () nianbao-kind))
  (check (equal nianbao-kind "fazhi-zhengfu") "the kind that fits best")
  (call-interactively #'nianbao-remember)
  (check (string-match-p "schema = \"fazhi-zhengfu\"" (project-file)) "it is written into nianbao.toml")
  (nianbao-refuse)
  (wait-for "what is refused has no findings" (lambda () (and (null nianbao-kind) (null (found ".")))))
  (call-interactively #'nianbao-remember)
  (check (string-match-p "schema = \"none\"" (project-file)) "that is written in its place")
  (check (not (string-match-p "fazhi-zhengfu" (project-file))) "and nothing else")
  (nianbao-claim t)
  (flymake-start)
  (check (null (found ".")) "from then on the project says it")
  (check (equal (nianbao--kinds) '("fazhi-zhengfu" "zhengfu-xinxi-gongkai" "none")) "all kinds can be named")

  (dolist (buffer (buffer-list))
    (with-current-buffer buffer (when buffer-file-name (set-buffer-modified-p nil))))
  (let* ((server (eglot-current-server)) (process (jsonrpc--process server)))
    (eglot-shutdown server nil 5)
    (wait-for "the server ends" (lambda () (not (process-live-p process))))))

(let ((failure (condition-case failure (progn (drive) nil) (error (error-message-string failure)))))
  (when failure (princ (format "%s\n" failure)))
  (ignore-errors (delete-directory (file-name-directory (directory-file-name dir)) t))
  (princ (format "%d passed, %d failed\n" passed (if failure 1 0)))
  (kill-emacs (if failure 1 0)))

;;; e2e.el ends here

-- What a drafter does in Neovim, with the shipped configuration. Run by `cargo xtask test --only neovim`.

local root, drafts, server = vim.env.NIANBAO_ROOT, vim.env.NIANBAO_DRAFTS, vim.env.NIANBAO_SERVER
package.path = root .. '/editors/neovim/?.lua;' .. package.path

local LACKING = '岚溪县2024年法治政府建设年度报告.txt'
local FLAT = '年报初稿.txt'
local NOTICE = '关于报送2024年度法治政府建设年度报告的通知.txt'
local LAST_YEAR, THIS_YEAR = '青杨县2024.txt', '青杨县2025.txt'
local WAIT = 15000

local passed = 0
local function out(...) io.stdout:write(string.format(...), '\n') end
local function check(ok, what)
  if not ok then error('FAILED: ' .. what, 0) end
  passed = passed + 1
  out('ok - %s', what)
  return ok
end
local function until_(what, ask)
  local answer
  vim.wait(WAIT, function() answer = ask(); return answer end, 20)
  return check(answer, what)
end
local function read(file) return table.concat(vim.fn.readfile(file), '\n') end

local dir = vim.fn.tempname() .. '/年报 目录'
vim.fn.mkdir(dir, 'p')
for _, name in ipairs({ LACKING, FLAT, NOTICE }) do
  vim.fn.writefile(vim.fn.readfile(drafts .. '/' .. name), dir .. '/' .. name)
end
for _, name in ipairs({ LAST_YEAR, THIS_YEAR }) do
  vim.fn.writefile(vim.fn.readfile(drafts .. '/青杨县/' .. name), dir .. '/' .. name)
end

local function open(name)
  vim.cmd('edit ' .. vim.fn.fnameescape(dir .. '/' .. name))
  return vim.api.nvim_get_current_buf()
end
-- Diagnostics of a rule by its code; which field holds the code differs between versions.
local function found(buf, rule)
  return vim.tbl_filter(function(d)
    local code = d.code or (d.user_data and d.user_data.lsp and d.user_data.lsp.code)
    return code == rule
  end, vim.diagnostic.get(buf))
end
local function ask(buf, method, params)
  params.textDocument = vim.lsp.util.make_text_document_params(buf)
  local answers = vim.lsp.buf_request_sync(buf, method, params, WAIT)
  for _, answer in pairs(answers or {}) do
    if answer.error then error(method .. ': ' .. vim.inspect(answer.error), 0) end
    return answer.result
  end
end
local function line_of(buf, words)
  for i, line in ipairs(vim.api.nvim_buf_get_lines(buf, 0, -1, false)) do
    if line:find(words, 1, true) then return i - 1 end
  end
  error('no line with ' .. words, 0)
end
local function client()
  return (vim.lsp.get_clients or vim.lsp.get_active_clients)()[1]
end
-- A byte column in the units that client and server agreed on: 0.7 knows UTF-16 alone, 0.11 offers UTF-8 first.
local function position(buf, line, byte)
  local text = vim.api.nvim_buf_get_lines(buf, line, line + 1, false)[1]
  local _, utf16 = vim.str_utfindex(text, byte)
  return { line = line, character = client().offset_encoding == 'utf-8' and byte or utf16 }
end
local function symbol(list, pattern)
  for _, s in ipairs(list or {}) do
    if vim.fn.match(s.name, pattern) >= 0 then return s end
  end
end

local function main()
  local v = vim.version()
  out('# Neovim %d.%d.%d', v.major, v.minor, v.patch)
  vim.cmd('filetype on')
  require('nianbao').setup({ cmd = { server, 'server', '--stdio' }, locale = 'zh' })

  local buf = open(LACKING)
  until_('the missing part is found', function() return #found(buf, 'NB101') > 0 end)
  local missing = found(buf, 'NB101')
  check(#missing == 1, 'it is found once')
  local d = missing[1]
  check(d.severity == vim.diagnostic.severity.WARN, 'as a warning')
  check(vim.fn.match(d.message, '问题\\|不足') >= 0, 'in Chinese: ' .. d.message)
  check(d.lnum == d.end_lnum, 'it marks a range within one line')
  until_('the status names year and count', function() return vim.b[buf].nianbao_status == '年报 2024 缺1' end)

  local symbols = ask(buf, 'textDocument/documentSymbol', {})
  local results = check(symbol(symbols, '主要举措和成效'), 'the outline has the results')
  check(symbol(results.children, '依法履行政府职能'), 'and their sections below them')

  local heading = line_of(buf, '三、2025年法治政府建设主要安排')
  local folds = ask(buf, 'textDocument/foldingRange', {})
  check(#vim.tbl_filter(function(f) return f.startLine == heading and f.endLine > heading end, folds or {}) == 1,
    'the last section folds from its heading')

  local hover = ask(buf, 'textDocument/hover', { position = position(buf, heading, #'　　三') })
  local text = vim.inspect(hover and hover.contents)
  check(text:find('《', 1, true), 'hover on a heading names what it rests on')

  local cited = line_of(buf, '《法治政府建设实施纲要')
  local opens = vim.api.nvim_buf_get_lines(buf, cited, cited + 1, false)[1]:find('《', 1, true) - 1
  local about = ask(buf, 'textDocument/hover', { position = position(buf, cited, opens + #'《法治') })
  check(vim.inspect(about and about.contents):find('中发〔2021〕33号', 1, true), 'hover on a citation names its number')
  local titles = ask(buf, 'textDocument/completion', { position = position(buf, cited, opens + #'《'), context = { triggerKind = 1 } })
  local offered = vim.tbl_filter(function(i) return i.label == '法治政府建设实施纲要（2021—2025年）' end, titles and titles.items or {})
  check(#offered == 1 and offered[1].textEdit.newText:find('》', 1, true), 'behind 《 the title is offered')
  -- Typed as pinyin or as the full title, and shown by the editor itself: from 0.10 on by its own function.
  local before_typing = vim.api.nvim_buf_get_lines(buf, cited, cited + 1, false)
  for typed, title in pairs({ cjbhf = '长江保护法', changjiang = '长江保护法', zhrm = '中华人民共和国民法典', ['中华人民共和国民营'] = '中华人民共和国民营经济促进法' }) do
    vim.api.nvim_buf_set_lines(buf, cited, cited + 1, false, { '落实《' .. typed })
    vim.api.nvim_win_set_cursor(0, { cited + 1, #('落实《' .. typed) })
    local shown = {}
    if vim.fn.has('nvim-0.10') == 0 then
      check(require('nianbao').omnifunc(1, '') == #'落实《', 'behind 《 the word begins')
      shown = require('nianbao').omnifunc(0, typed)
    else
      local list = ask(buf, 'textDocument/completion', { position = position(buf, cited, #('落实《' .. typed)) })
      for _, item in ipairs(list.items) do
        if vim.startswith(item.filterText, typed) then shown[#shown + 1] = { word = item.textEdit.newText } end
      end
    end
    check(#vim.tbl_filter(function(i) return i.word == title .. '》' end, shown) == 1, typed .. ' shows ' .. title)
  end
  vim.api.nvim_buf_set_lines(buf, cited, cited + 1, false, before_typing)
  local tokens = ask(buf, 'textDocument/semanticTokens/full', {})
  check(tokens and #tokens.data >= 5 * 12, 'headings, figures, years and citations are told')

  local at = position(buf, d.lnum, d.col)
  local actions = ask(buf, 'textDocument/codeAction', { range = { start = at, ['end'] = at }, context = { diagnostics = {} } })
  local action
  for _, a in ipairs(actions or {}) do
    if vim.fn.match(a.title, '插入.*\\(问题\\|不足\\)') >= 0 then action = action or a end
  end
  check(action, 'a quick fix offers the part')
  if not action.edit then
    local answers = vim.lsp.buf_request_sync(buf, 'codeAction/resolve', action, WAIT)
    for _, answer in pairs(answers) do action = answer.result end
  end
  local before = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
  vim.lsp.util.apply_workspace_edit(action.edit, client().offset_encoding)
  vim.cmd('write')
  local on_disk = read(dir .. '/' .. LACKING)
  check(vim.fn.match(vim.split(on_disk, '\n'), '^[ 　]*[一二三四]、.*\\(问题\\|不足\\)') >= 0, 'the part is on disk')
  local lost = vim.tbl_filter(function(line)
    return vim.fn.match(line, '^　　[一二三四]、') < 0 and not on_disk:find(line, 1, true)
  end, before)
  check(#lost == 0, 'no line was lost')
  until_('the finding goes away', function() return #found(buf, 'NB101') == 0 end)

  buf = open(FLAT)
  until_('a draft without these headings is recognised', function() return vim.b[buf].nianbao_status == '年报 2023' end)
  symbols = ask(buf, 'textDocument/documentSymbol', {})
  local problems = check(symbol(symbols, '问题\\|不足'), 'the outline has the problems that nobody headed')
  check(problems.selectionRange.start.line == line_of(buf, '仍存在一些问题'), 'at their paragraph')
  check(symbol(symbols, '安排\\|下一步\\|2024年'), 'and the plans')

  local first = function(b) return vim.api.nvim_buf_get_lines(b, 0, 1, false)[1] end
  local year = position(buf, 0, first(buf):find('2023', 1, true))
  local named = ask(buf, 'textDocument/prepareRename', { position = year })
  check(named and named.placeholder == '2023', 'the year in the title can be renamed')
  check(not ask(buf, 'textDocument/prepareRename', { position = { line = 1, character = 0 } }), 'an empty line cannot')
  vim.lsp.util.apply_workspace_edit(ask(buf, 'textDocument/rename', { position = year, newName = '2024' }), client().offset_encoding)
  check(first(buf):find('2024年', 1, true) and line_of(buf, '2025年，岚溪县人民政府将重点做好以下工作'), 'the year of the plan follows')
  vim.cmd('undo')
  check(first(buf):find('2023年', 1, true), 'one undo takes it back')
  local start
  for _, a in ipairs(ask(buf, 'textDocument/codeAction', { range = { start = year, ['end'] = year }, context = { diagnostics = {} } }) or {}) do
    if a.command and a.command.command == 'nianbao.server.startNextYear' then start = a.command end
  end
  check(start, 'the title offers next year’s report')
  vim.lsp.buf_request_sync(buf, 'workspace/executeCommand', start, WAIT)
  local next_file = dir .. '/岚溪县人民政府2024年法治政府建设情况报告.txt'
  until_('it is in a buffer of its own', function()
    local made = vim.fn.bufnr(next_file)
    return made > 0 and vim.api.nvim_buf_is_loaded(made) and first(made):find('2024年', 1, true)
      and table.concat(vim.api.nvim_buf_get_lines(vim.fn.bufnr(next_file), 0, -1, false), '\n'):find('【上年安排：', 1, true)
  end)

  buf = open(THIS_YEAR)
  until_('a passage of last year is found in a file that is not open', function() return #found(buf, 'NB801') == 1 end)
  local copied = found(buf, 'NB801')[1]
  local lsp = copied.user_data and copied.user_data.lsp or {}
  local related = check(lsp.relatedInformation and lsp.relatedInformation[1], 'with the passage there')
  check(vim.uri_to_fname(related.location.uri) == dir .. '/' .. LAST_YEAR, 'in last year’s file, not in ' .. related.location.uri)
  local places = ask(buf, 'textDocument/definition', { position = position(buf, copied.lnum, copied.col) })
  check(#places == 2 and vim.deep_equal(places[2], related.location), 'definition leads to its plan and there')

  buf = open(NOTICE)
  until_('a notice is no report', function() return vim.b[buf].nianbao_status == '未识别为年度报告' end)
  check(#vim.diagnostic.get(buf) == 0, 'and has no findings')
  vim.cmd('NianbaoClaim')
  until_('it is checked on demand', function() return #found(buf, 'NB101') > 0 end)

  -- What the user says is kept for the project, and said anew.
  local toml = function() return vim.fn.filereadable(dir .. '/nianbao.toml') == 1 and read(dir .. '/nianbao.toml') or '' end
  until_('a kind is known once it is checked', function() return vim.b[buf].nianbao.schema == 'fazhi-zhengfu' end)
  vim.cmd('NianbaoRemember')
  until_('it is written into nianbao.toml', function() return toml():find('schema = "fazhi-zhengfu"', 1, true) end)
  vim.cmd('NianbaoRefuse')
  until_('what is refused has no findings', function()
    return #vim.diagnostic.get(buf) == 0 and vim.b[buf].nianbao.recognised == false
  end)
  vim.cmd('NianbaoRemember none')
  until_('that is written in its place', function() return toml():find('schema = "none"', 1, true) end)
  check(not toml():find('fazhi-zhengfu', 1, true), 'and nothing else')

  check(#(vim.lsp.get_clients or vim.lsp.get_active_clients)() == 1, 'one server for all drafts of a folder')
  local id = client().id
  vim.lsp.stop_client(id)
  until_('the server ends', function() return not vim.lsp.get_client_by_id(id) end)
end

local ok, err = xpcall(main, function(e) return type(e) == 'string' and e:find('^FAILED') and e or debug.traceback(e) end)
vim.fn.delete(dir, 'rf')
if not ok then out('%s', tostring(err)) end
out('%d passed, %d failed', passed, ok and 0 or 1)
vim.cmd(ok and 'qall!' or 'cquit 1')

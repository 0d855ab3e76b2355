-- Nianbao for Neovim 0.7 and newer. See README.md beside this file.
--
--   require('nianbao').setup({ cmd = { 'nianbao', 'server', '--stdio' } })

local M = {}

local defaults = {
  cmd = { 'nianbao', 'server', '--stdio' },
  -- Drafts are plain text or Markdown; the server decides which of them are reports.
  filetypes = { 'text', 'markdown', 'annual-report' },
  -- The `nianbao` settings: select, ignore, severity …; nianbao.toml overrides them.
  settings = {},
  -- 'zh', 'en', or nil for the language of the environment.
  locale = nil,
  -- Where the pages of the rules are, such as 'file:///opt/nianbao/docs/{lang}/rules/{rule}.md'.
  rule_pages = nil,
  on_attach = nil,
  capabilities = nil,
}

-- LSP names languages otherwise than Neovim does.
local language_ids = { text = 'plaintext', [''] = 'plaintext' }

local function root_dir(file)
  local dir = vim.fn.fnamemodify(file, ':p:h')
  -- A path for searching upwards, in which blanks and commas would part folders.
  local upwards = vim.fn.escape(dir, ' ,') .. ';'
  local toml = vim.fn.findfile('nianbao.toml', upwards)
  if toml ~= '' then return vim.fn.fnamemodify(toml, ':p:h') end
  for _, name in ipairs({ '.nianbao', '.git' }) do
    local found = vim.fn.finddir(name, upwards)
    -- A folder's full name ends in a slash, so its parent is two steps up.
    if found ~= '' then return vim.fn.fnamemodify(found, ':p:h:h') end
  end
  return dir
end

local function client_of(buf)
  local get = vim.lsp.get_clients or vim.lsp.get_active_clients
  for _, client in pairs(get()) do
    if client.name == 'nianbao' and vim.lsp.buf_is_attached(buf, client.id) then return client end
  end
end

-- `nianbao/status` lands in b:nianbao, and as one short text in b:nianbao_status for the status line.
local function on_status(_, status)
  local buf = vim.uri_to_bufnr(status.uri)
  if not vim.api.nvim_buf_is_loaded(buf) then return end
  vim.b[buf].nianbao = status
  local text = '未识别为年度报告'
  if status.badEncoding then
    text = '编码有误'
  elseif status.recognised then
    text = (status.certainty == 'likely' and '疑似年报' or '年报') .. (status.reportYear and (' ' .. status.reportYear) or '')
    if (status.missing or 0) > 0 then text = text .. ' 缺' .. status.missing end
    if (status.unwritten or 0) > 0 then text = text .. ' 待写' .. status.unwritten end
  end
  vim.b[buf].nianbao_status = text
end

-- Neovim knows no colours for kinds of words that only reports have; these can be linked anew.
local function highlight()
  for kind, group in pairs({ heading = 'Title', figure = 'Number', year = 'Constant', citation = 'String' }) do
    vim.api.nvim_set_hl(0, '@lsp.type.' .. kind, { default = true, link = group })
  end
end

-- What was typed of a title may be its pinyin. Before 0.10 Neovim holds it against the text to insert, not against
-- the text to filter by, and would show nothing; so it is done here.
local offered = {}

local function complete_item(item)
  local documentation = type(item.documentation) == 'table' and item.documentation.value or item.documentation
  return {
    word = item.textEdit.newText,
    abbr = item.label,
    menu = item.detail or '',
    info = documentation or ' ',
    icase = 1,
    dup = 1,
    empty = 1,
    user_data = { nvim = { lsp = { completion_item = item } } },
  }
end

-- For 'omnifunc'. Waits for the server, which answers within milliseconds.
function M.omnifunc(findstart)
  if findstart == 0 then return offered end
  local params = vim.lsp.util.make_position_params(0)
  local answers = vim.lsp.buf_request_sync(0, 'textDocument/completion', params, 2000)
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local line = vim.api.nvim_buf_get_lines(0, row - 1, row, false)[1]
  local start = column
  offered = {}
  for _, answer in pairs(answers or {}) do
    for _, item in ipairs(answer.result and answer.result.items or {}) do
      -- All edits begin at one place, in UTF-16 units.
      start = vim.str_byteindex(line, item.textEdit.range.start.character, true)
      if vim.startswith(item.filterText, line:sub(start + 1, column)) then offered[#offered + 1] = complete_item(item) end
    end
  end
  return start
end

local function config(options, root)
  local locale = options.locale or vim.v.lang
  local capabilities = options.capabilities or vim.lsp.protocol.make_client_capabilities()
  -- Asks for `nianbao/status`, which no client gets unasked.
  capabilities = vim.tbl_deep_extend('force', capabilities, { experimental = { nianbaoStatus = true } })
  return {
    name = 'nianbao',
    cmd = options.cmd,
    root_dir = root,
    settings = { nianbao = options.settings },
    init_options = { trusted = true, locale = locale, client = 'neovim', settings = options.settings, rulePages = options.rule_pages },
    capabilities = capabilities,
    get_language_id = function(_, filetype) return language_ids[filetype] or filetype end,
    handlers = { ['nianbao/status'] = on_status },
    on_attach = function(client, buf)
      if vim.fn.has('nvim-0.10') == 0 then vim.bo[buf].omnifunc = "v:lua.require'nianbao'.omnifunc" end
      if options.on_attach then options.on_attach(client, buf) end
    end,
  }
end

-- vim.lsp.start came with 0.8; before it, one client per root is kept here.
local started = {}

local function attach(buf, options)
  local file = vim.api.nvim_buf_get_name(buf)
  if file == '' or vim.bo[buf].buftype ~= '' then return end
  local root = root_dir(file)
  if vim.lsp.start then
    vim.lsp.start(config(options, root), { bufnr = buf })
    return
  end
  local id = started[root]
  if not (id and vim.lsp.get_client_by_id(id)) then
    id = vim.lsp.start_client(config(options, root))
    started[root] = id
  end
  if id then vim.lsp.buf_attach_client(buf, id) end
end

local function request(method, params, done)
  local buf = vim.api.nvim_get_current_buf()
  local client = client_of(buf)
  if not client then return vim.notify('nianbao: no server for this buffer', vim.log.levels.WARN) end
  if not params.command then params.textDocument = vim.lsp.util.make_text_document_params(buf) end
  -- Neovim 0.11 calls with a colon what older ones call with a dot.
  local send = vim.fn.has('nvim-0.11') == 1 and function(...) return client:request(...) end or client.request
  send(method, params, function(err, result)
    if err then return vim.notify('nianbao: ' .. err.message, vim.log.levels.ERROR) end
    done(result, buf)
  end, buf)
end

-- Checks the buffer as a report although its title does not say so; with ! takes that back.
function M.claim(back)
  request('nianbao/claim', { schema = back and vim.NIL or 'default' }, function() end)
end

-- Says that the buffer is no annual report, so that nothing in it is checked; claim(true) takes that back.
function M.refuse()
  request('nianbao/claim', { schema = 'none' }, function() end)
end

-- Writes into nianbao.toml what the buffer is: a schema, or 'none'; without `kind` what it is taken for now.
-- From then on the survey and the command line know it too.
function M.remember(kind)
  local buf = vim.api.nvim_get_current_buf()
  local status = vim.b[buf].nianbao or {}
  if not kind or kind == '' then kind = status.recognised and status.schema or 'none' end
  local command = { command = 'nianbao.server.rememberKind', arguments = { vim.uri_from_bufnr(buf), kind } }
  request('workspace/executeCommand', command, function(file)
    vim.notify('nianbao: ' .. tostring(file), vim.log.levels.INFO)
  end)
end

-- The checklist in the location list: + there, ~ thin, - missing.
function M.checklist()
  request('nianbao/checklist', {}, function(result, buf)
    local marks, items = { there = '+', thin = '~', missing = '-' }, {}
    local function add(entries, indent)
      for _, entry in ipairs(entries or {}) do
        -- What is missing leads to the finding that tells so.
        local place = entry.range or entry.finding
        items[#items + 1] = {
          bufnr = buf,
          lnum = place and place.start.line + 1 or 1,
          text = string.rep('  ', indent) .. marks[entry.state] .. ' ' .. entry.label,
        }
        add(entry.children, indent + 1)
      end
    end
    add(result.entries, 0)
    vim.fn.setloclist(0, {}, ' ', { title = 'Nianbao', items = items })
    vim.cmd('lopen')
  end)
end

function M.setup(options)
  options = vim.tbl_deep_extend('force', defaults, options or {})
  if vim.fn.has('nvim-0.9') == 1 then highlight() end
  local group = vim.api.nvim_create_augroup('nianbao', { clear = true })
  vim.api.nvim_create_autocmd({ 'BufRead', 'BufNewFile' }, {
    group = group,
    pattern = '*.nianbao',
    callback = function() vim.bo.filetype = 'annual-report' end,
  })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = options.filetypes,
    callback = function(args) attach(args.buf or vim.fn.bufnr(), options) end,
  })
  vim.api.nvim_create_user_command('NianbaoClaim', function(args) M.claim(args.bang) end, { bang = true })
  vim.api.nvim_create_user_command('NianbaoRefuse', function() M.refuse() end, {})
  vim.api.nvim_create_user_command('NianbaoRemember', function(args) M.remember(args.args) end, { nargs = '?' })
  vim.api.nvim_create_user_command('NianbaoChecklist', M.checklist, {})
end

return M

-- Documents that are no files: terminals, the quickfix list, buffers of plugins.
--
-- Neovim's own change tracking copies the list of all lines at each event, and a terminal whose scrollback is full has
-- one event for each line that comes and one for each that goes: a fast command would freeze the editor. So a second
-- client is attached to these buffers, `loglore-live`. It lives within Neovim, says that it wants no changes, and hands
-- requests to the server of the client `loglore`. What has changed is sent from here: at most once in a while, and only
-- the lines that have come.
local M = {}

-- A tenth of the time goes into sending, however much there is to send.
local SHARE = 10
-- A server that ends as often as this will go on doing so.
local MOST_REVIVALS = 3

---@class loglore.Document
---@field buf integer
---@field uri string
---@field language string
---@field version integer
---@field sent integer how many lines the server has
---@field trimmed integer how many of them have gone from the top
---@field clean integer how many of the rest have not changed
---@field count integer how many lines there should be now
---@field changed boolean
---@field timer uv.uv_timer_t
---@field poll? uv.uv_timer_t
---@field waiting boolean
---@field not_before integer milliseconds
---@field link loglore.Link

---@class loglore.Link What a `loglore-live` client stands on; one for each workspace.
---@field main vim.lsp.Client
---@field root string?
---@field revived integer how often the server had to be started again

---@type table<integer, loglore.Document>
local documents = {}

---@type table<string, loglore.Link>
local links = {}

--- The shortest time between two messages about a document, in milliseconds.
M.throttle = 150

---@return integer
local function now()
  return math.floor(vim.uv.hrtime() / 1e6)
end

---@param client vim.lsp.Client
---@param callback fun()
local function when_ready(client, callback)
  if client.initialized or client:is_stopped() then
    return callback()
  end
  -- Nothing tells when somebody else's client is ready.
  vim.defer_fn(function()
    when_ready(client, callback)
  end, 10)
end

---@param buf integer
---@param first integer
---@return string
local function text_from(buf, first)
  local lines = vim.api.nvim_buf_get_lines(buf, first, -1, false)
  for i, line in ipairs(lines) do
    -- A zero byte is kept as a newline; sent as one it would be one line more.
    if line:find('\n', 1, true) then
      lines[i] = line:gsub('\n', '\0')
    end
  end
  lines[#lines + 1] = ''
  return table.concat(lines, '\n')
end

---@param document loglore.Document
local function forget_changes(document)
  document.sent = vim.api.nvim_buf_line_count(document.buf)
  document.count = document.sent
  document.trimmed = 0
  document.clean = document.sent
  document.changed = false
end

---@param document loglore.Document
local function open(document)
  document.link.main:notify('textDocument/didOpen', {
    textDocument = {
      uri = document.uri,
      languageId = document.language,
      version = document.version,
      text = text_from(document.buf, 0),
    },
  })
  forget_changes(document)
end

--- What has to be done to what the server has.
---@param document loglore.Document
---@return lsp.TextDocumentContentChangeEvent[]
local function changes(document)
  local count = vim.api.nvim_buf_line_count(document.buf)
  if document.clean == 0 or document.count ~= count then
    return { { text = text_from(document.buf, 0) } }
  end
  local list = {}
  if document.trimmed > 0 then
    local range = { start = { line = 0, character = 0 }, ['end'] = { line = document.trimmed, character = 0 } }
    list[1] = { range = range, text = '' }
  end
  local left = document.sent - document.trimmed
  if document.clean < left or document.clean < count then
    local range = { start = { line = document.clean, character = 0 }, ['end'] = { line = left, character = 0 } }
    list[#list + 1] = { range = range, text = text_from(document.buf, document.clean) }
  end
  return list
end

--- Puts another server behind a workspace's documents.
---@param link loglore.Link
---@param main vim.lsp.Client
local function renew(link, main)
  local namespace = vim.lsp.diagnostic.get_namespace(link.main.id)
  link.main = main
  when_ready(main, function()
    for _, document in pairs(documents) do
      if document.link == link and not main:is_stopped() then
        vim.diagnostic.reset(namespace, document.buf)
        open(document)
      end
    end
  end)
end

--- Whether there is a server for a document. One that has ended is started again, but not for ever.
---@param document loglore.Document
---@return boolean
local function has_server(document)
  local link = document.link
  if link.main:is_stopped() and link.revived < MOST_REVIVALS then
    link.revived = link.revived + 1
    local main = M.start_main(link.root)
    if main then
      renew(link, main)
    end
    return false
  end
  return link.main.initialized and not link.main:is_stopped()
end

--- Tells the server what has changed.
---@param document loglore.Document
local function flush(document)
  if documents[document.buf] ~= document then
    return
  end
  document.timer:stop()
  document.waiting = false
  if not document.changed or not has_server(document) then
    return
  end
  local started = vim.uv.hrtime()
  local list = changes(document)
  if #list > 0 then
    document.version = document.version + 1
    document.link.main:notify('textDocument/didChange', {
      textDocument = { uri = document.uri, version = document.version },
      contentChanges = list,
    })
  end
  forget_changes(document)
  local cost = (vim.uv.hrtime() - started) / 1e6
  document.not_before = now() + math.max(M.throttle, math.ceil(cost * SHARE))
end

---@param document loglore.Document
local function close(document)
  documents[document.buf] = nil
  for _, timer in ipairs({ document.timer, document.poll }) do
    timer:stop()
    timer:close()
  end
  if not document.link.main:is_stopped() then
    document.link.main:notify('textDocument/didClose', { textDocument = { uri = document.uri } })
  end
end

---@param document loglore.Document
local function changed_soon(document)
  document.changed = true
  if document.waiting then
    return
  end
  document.waiting = true
  document.timer:start(
    math.max(0, document.not_before - now()),
    0,
    vim.schedule_wrap(function()
      flush(document)
    end)
  )
end

--- Neovim tells nobody that a quickfix list has changed. Only the buffer's count of changes shows it.
---@param document loglore.Document
local function poll(document)
  local seen = vim.api.nvim_buf_get_changedtick(document.buf)
  document.poll = assert(vim.uv.new_timer())
  document.poll:start(
    M.throttle,
    M.throttle,
    vim.schedule_wrap(function()
      if documents[document.buf] ~= document then
        return
      end
      local tick = vim.api.nvim_buf_get_changedtick(document.buf)
      if tick ~= seen then
        seen = tick
        document.clean = 0
        changed_soon(document)
      end
    end)
  )
end

---@param document loglore.Document
local function follow(document)
  vim.api.nvim_buf_attach(document.buf, false, {
    on_lines = function(_, _, _, first, last, last_now)
      if documents[document.buf] ~= document then
        return true
      end
      local gone = last - last_now
      document.count = document.count - gone
      if first == 0 and last_now == 0 and gone <= document.clean then
        -- Lines go from the top when the scrollback is full.
        document.trimmed = document.trimmed + gone
        document.clean = document.clean - gone
      else
        document.clean = math.min(document.clean, first)
      end
      changed_soon(document)
    end,
    on_reload = function()
      document.clean = 0
      document.count = vim.api.nvim_buf_line_count(document.buf)
      changed_soon(document)
    end,
    on_detach = function()
      if documents[document.buf] == document then
        close(document)
      end
    end,
  })
  if vim.bo[document.buf].buftype == 'quickfix' then
    poll(document)
  end
end

---@param link loglore.Link
---@param item lsp.TextDocumentItem
local function opened(link, item)
  local buf = vim.uri_to_bufnr(item.uri)
  if documents[buf] then
    close(documents[buf])
  end
  local document = {
    buf = buf,
    uri = item.uri,
    language = item.languageId,
    version = item.version,
    timer = assert(vim.uv.new_timer()),
    waiting = false,
    not_before = 0,
    link = link,
  }
  documents[buf] = document
  open(document)
  follow(document)
end

---@param uri string
---@return loglore.Document?
local function document_of(uri)
  for _, document in pairs(documents) do
    if document.uri == uri then
      return document
    end
  end
end

--- The capabilities of the server, as far as they are true of the client within Neovim.
---@param main vim.lsp.Client
---@return lsp.InitializeResult
local function initialized(main)
  local capabilities = vim.deepcopy(main.server_capabilities)
  capabilities.textDocumentSync = { openClose = true, change = vim.lsp.protocol.TextDocumentSyncKind.None }
  capabilities.positionEncoding = main.offset_encoding
  -- They come to the client `loglore`, whatever document they are of.
  capabilities.diagnosticProvider = nil
  return { capabilities = capabilities, serverInfo = main.server_info }
end

---@param link loglore.Link
local function close_all(link)
  for _, document in ipairs(vim.tbl_values(documents)) do
    if document.link == link then
      close(document)
    end
  end
end

---@param link loglore.Link
---@return fun(dispatchers: vim.lsp.rpc.Dispatchers): vim.lsp.rpc.PublicClient
local function relay(link)
  return function(dispatchers)
    local closing = false
    local function finish()
      if not closing then
        closing = true
        close_all(link)
        dispatchers.on_exit(0, 0)
      end
    end
    return {
      request = function(method, params, callback, on_reply)
        if method == 'initialize' then
          when_ready(link.main, function()
            callback(nil, initialized(link.main))
          end)
          return true, 0
        elseif method == 'shutdown' then
          callback(nil, vim.NIL)
          return true, 0
        end
        local document = params and params.textDocument and document_of(params.textDocument.uri)
        if document then
          -- The answer has to be about what the user sees.
          flush(document)
        end
        return link.main.rpc.request(method, params, callback, on_reply)
      end,
      notify = function(method, params)
        if method == 'textDocument/didOpen' then
          opened(link, params.textDocument)
        elseif method == 'textDocument/didClose' then
          local document = document_of(params.textDocument.uri)
          if document then
            close(document)
          end
        elseif method == '$/cancelRequest' then
          return link.main.rpc.notify(method, params)
        elseif method == 'exit' then
          finish()
        end
        return true
      end,
      is_closing = function()
        return closing
      end,
      terminate = finish,
    }
  end
end

--- The client `loglore` of a workspace, started if there is none.
---@param root string?
---@return vim.lsp.Client?
function M.start_main(root)
  local config = vim.deepcopy(vim.lsp.config.loglore)
  config.root_dir = root
  local id = vim.lsp.start(config, { attach = false })
  return id and vim.lsp.get_client_by_id(id)
end

--- Attaches loglore to a buffer that is no file.
---@param buf integer
---@return integer? client the id of the client, nil if the server cannot be started
function M.attach(buf)
  if vim.api.nvim_buf_get_name(buf) == '' then
    -- Documents are told apart by their addresses, and diagnostics find their buffer by them.
    vim.api.nvim_buf_set_name(buf, ('loglore://buffer/%d'):format(buf))
  end
  local root = require('loglore.root').of_buffer(buf)
  local main = M.start_main(root)
  if not main then
    return nil
  end
  local link = links[root or '']
  if not link then
    link = { main = main, root = root, revived = 0 }
    links[root or ''] = link
  elseif link.main.id ~= main.id then
    renew(link, main)
  end
  local config = vim.lsp.config.loglore
  return vim.lsp.start({
    name = 'loglore-live',
    cmd = relay(link),
    root_dir = root,
    commands = config.commands,
    on_attach = config.on_attach,
    get_language_id = function()
      return 'log'
    end,
  }, { bufnr = buf })
end

--- How many documents are followed, for `:checkhealth`.
---@return integer
function M.count()
  return vim.tbl_count(documents)
end

return M

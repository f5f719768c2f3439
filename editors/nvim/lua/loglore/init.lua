-- loglore for Neovim: `:help loglore`.
local M = {}

---@class loglore.Options
---@field cmd? string[] how the server is started
---@field settings? table the server's settings
---@field attach? loglore.Attach which buffers that are no files are watched
---@field throttle? integer the shortest time between two messages about such a buffer, in milliseconds

---@class loglore.Attach
---@field terminal? boolean
---@field quickfix? boolean quickfix and location lists
---@field nofile? boolean|string[] buffers of plugins, by filetype

-- The buffers in which plugins show what programs print.
local OUTPUT = { 'dap-repl', 'neotest-output', 'neotest-output-panel', 'log' }

---@param buf? integer
---@return integer
local function resolve(buf)
  return (buf == nil or buf == 0) and vim.api.nvim_get_current_buf() or buf
end

--- Attaches loglore to a buffer: to a file like any language server, to what is no file by way of a client that keeps
--- up with a fast terminal.
---@param buf? integer the current one if nil or 0
---@return integer? client the id of the client, nil if there is none (yet)
function M.attach(buf)
  buf = resolve(buf)
  if vim.fn.has('nvim-0.11') == 0 then
    return require('loglore.old').attach(buf)
  end
  if vim.bo[buf].buftype ~= '' then
    return require('loglore.live').attach(buf)
  end
  local config = vim.deepcopy(vim.lsp.config.loglore)
  local name = vim.api.nvim_buf_get_name(buf)
  local folder = name ~= '' and vim.fs.dirname(name) or vim.fn.getcwd()
  config.root_dir = require('loglore.root').of_folder(folder)
  config.get_language_id = function()
    return 'log'
  end
  return vim.lsp.start(config, { bufnr = buf })
end

--- Whether a buffer is one that `setup` was told to watch.
---@param buf integer
---@param attach loglore.Attach
---@return boolean
local function wanted(buf, attach)
  local kind = vim.bo[buf].buftype
  if kind == 'terminal' then
    return attach.terminal == true
  elseif kind == 'quickfix' then
    return attach.quickfix == true
  elseif kind == 'nofile' or kind == 'prompt' then
    local filetypes = attach.nofile == true and OUTPUT or attach.nofile or {}
    return vim.tbl_contains(filetypes, vim.bo[buf].filetype)
  end
  return false
end

---@param attach loglore.Attach
local function watch(attach)
  local group = vim.api.nvim_create_augroup('loglore', { clear = true })
  local function consider(buf)
    if vim.api.nvim_buf_is_loaded(buf) and wanted(buf, attach) then
      M.attach(buf)
    end
  end
  vim.api.nvim_create_autocmd({ 'TermOpen', 'FileType' }, {
    group = group,
    desc = 'loglore watches this kind of buffer',
    callback = function(event)
      -- At this moment a terminal or a list may not have its name or its text yet.
      vim.schedule(function()
        consider(event.buf)
      end)
    end,
  })
  for _, buf in ipairs(vim.api.nvim_list_bufs()) do
    consider(buf)
  end
end

--- Starts loglore for logs, and for the other kinds of buffers that are asked for.
---@param options? loglore.Options
function M.setup(options)
  options = options or {}
  if vim.fn.has('nvim-0.11') == 0 then
    return require('loglore.old').setup(options)
  end
  vim.validate('cmd', options.cmd, 'table', true)
  vim.validate('settings', options.settings, 'table', true)
  vim.validate('throttle', options.throttle, 'number', true)
  local attach = options.attach or {}
  vim.validate('attach', attach, 'table')
  vim.validate('attach.terminal', attach.terminal, 'boolean', true)
  vim.validate('attach.quickfix', attach.quickfix, 'boolean', true)
  vim.validate('attach.nofile', attach.nofile, { 'boolean', 'table' }, true)

  local config = { cmd = options.cmd, settings = options.settings and { loglore = options.settings } }
  if next(config) then
    vim.lsp.config('loglore', config)
  end
  require('loglore.live').throttle = options.throttle or require('loglore.live').throttle
  M.options = options
  vim.lsp.enable('loglore')
  watch(attach)
end

return M

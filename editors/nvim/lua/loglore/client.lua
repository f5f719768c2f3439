-- The commands that the server leaves to its client.
local M = {}

--- `loglore.copy`: a text to the clipboard, or where there is none, to what `p` puts.
---@param arguments string[]
function M.copy(arguments)
  local text = arguments[1]
  vim.fn.setreg('"', text)
  local where = 'p'
  if vim.fn.has('clipboard') == 1 then
    vim.fn.setreg('+', text)
    where = 'the clipboard'
  end
  vim.notify(('loglore: copied to %s: %s'):format(where, vim.split(text, '\n')[1]))
end

--- Leaves a window that is not made for files.
local function leave_list()
  if vim.bo.buftype ~= 'quickfix' and not vim.wo.winfixbuf then
    return
  end
  for _, window in ipairs(vim.api.nvim_tabpage_list_wins(0)) do
    local buf = vim.api.nvim_win_get_buf(window)
    local plain = vim.api.nvim_win_get_config(window).relative == '' and not vim.wo[window].winfixbuf
    if plain and vim.bo[buf].buftype == '' then
      vim.api.nvim_set_current_win(window)
      return
    end
  end
  vim.cmd('aboveleft split')
  vim.wo.winfixbuf = false
end

--- Opens a document at a range.
---@param location lsp.Location
---@param context table the context of the command
local function show(location, context)
  local client = vim.lsp.get_client_by_id(context.client_id)
  if not client then
    return
  end
  if vim.uri_to_bufnr(location.uri) ~= vim.api.nvim_get_current_buf() then
    leave_list()
  end
  vim.lsp.util.show_document(location, client.offset_encoding, { reuse_win = true, focus = true })
end

--- `loglore.reveal`: shows the place that a fix has changed.
---@param arguments { [1]: string, [2]: lsp.Range? }
---@param context table
function M.reveal(arguments, context)
  show({ uri = arguments[1], range = arguments[2] }, context)
end

--- `loglore.showFixes`: the menu of code actions at a position.
---@param arguments { [1]: string, [2]: lsp.Position }
---@param context table
function M.show_fixes(arguments, context)
  local at = arguments[2]
  show({ uri = arguments[1], range = { start = at, ['end'] = at } }, context)
  vim.lsp.buf.code_action()
end

return M

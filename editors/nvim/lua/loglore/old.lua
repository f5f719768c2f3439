-- What Neovim 0.7 to 0.10 can do: the files that are logs, by the calls that these versions have.
local M = { cmd = { 'loglore', 'lsp' }, settings = nil }

---@param buf integer
---@return integer? client
function M.attach(buf)
  if vim.bo[buf].buftype ~= '' then
    vim.api.nvim_echo({ { 'loglore: terminals and lists need Neovim 0.11', 'WarningMsg' } }, true, {})
    return nil
  end
  local name = vim.api.nvim_buf_get_name(buf)
  local root = name ~= '' and vim.fn.fnamemodify(name, ':p:h') or vim.fn.getcwd()
  for _, client in pairs(vim.lsp.get_active_clients()) do
    if client.name == 'loglore' and client.config.root_dir == root then
      vim.lsp.buf_attach_client(buf, client.id)
      return client.id
    end
  end
  local id = vim.lsp.start_client({
    name = 'loglore',
    cmd = M.cmd,
    root_dir = root,
    settings = M.settings,
    get_language_id = function()
      return 'log'
    end,
  })
  if id then
    vim.lsp.buf_attach_client(buf, id)
  end
  return id
end

---@param options loglore.Options
function M.setup(options)
  M.cmd = options.cmd or M.cmd
  M.settings = options.settings and { loglore = options.settings }
  vim.cmd([[
    augroup loglore
      autocmd!
      autocmd FileType log lua require('loglore.old').attach(tonumber(vim.fn.expand('<abuf>')))
    augroup END
  ]])
end

return M

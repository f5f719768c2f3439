-- `:checkhealth loglore`
local M = {}

local function check_program()
  local cmd = vim.lsp.config.loglore.cmd
  if type(cmd) ~= 'table' then
    vim.health.info('the server is reached by a function of the configuration')
    return
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    vim.health.error(('`%s` is not on the PATH'):format(cmd[1]), {
      'Install it: `cargo install loglore`, `pip install loglore` or `npm install -g loglore`.',
      "Or name it: `vim.lsp.config('loglore', { cmd = { '/path/to/loglore', 'lsp' } })`.",
    })
    return
  end
  local result = vim.system({ path, '--version' }, { text = true }):wait(10000)
  if result.code == 0 then
    vim.health.ok(('%s: %s'):format(path, vim.trim(result.stdout)))
  else
    vim.health.error(('%s --version failed: %s'):format(path, vim.trim(result.stderr)))
  end
end

local function check_start()
  if vim.lsp.is_enabled('loglore') then
    vim.health.ok('enabled: it starts for files of filetype `log`')
  else
    vim.health.warn('not enabled', { "Put `vim.lsp.enable('loglore')` or `require('loglore').setup()` into init.lua." })
  end
  local filetype = vim.filetype.match({ filename = 'some.log' })
  if filetype == 'log' then
    vim.health.ok('`some.log` has filetype `log`')
  else
    vim.health.warn(
      ('`some.log` has filetype `%s`'):format(filetype or ''),
      { 'Another plugin or your configuration sets it.' }
    )
  end
  local attach = (require('loglore').options or {}).attach or {}
  for _, kind in ipairs({ 'terminal', 'quickfix', 'nofile' }) do
    local on = attach[kind] and 'watched' or 'not watched; `setup({ attach = { %s = true } })` does it'
    vim.health.info(('%s: %s'):format(kind, on:format(kind)))
  end
end

local function check_clients()
  local clients = vim.lsp.get_clients({ name = 'loglore' })
  for _, client in ipairs(clients) do
    local version = client.server_info and client.server_info.version or '?'
    local buffers = vim.tbl_count(client.attached_buffers)
    local root = client.root_dir or 'no workspace'
    vim.health.ok(('client %d: version %s, %s, %d files'):format(client.id, version, root, buffers))
  end
  vim.health.info(('%d clients, %d live documents'):format(#clients, require('loglore.live').count()))
end

function M.check()
  vim.health.start('loglore')
  if vim.fn.has('nvim-0.11') == 0 then
    vim.health.warn('this Neovim is older than 0.11: only files are watched (see `:help loglore-old`)')
    return
  end
  vim.health.ok('Neovim ' .. tostring(vim.version()))
  check_program()
  check_start()
  check_clients()
  if vim.fn.has('clipboard') == 0 then
    vim.health.info('no clipboard: "Copy …" fills the unnamed register')
  end
end

return M

-- Terminals, lists and buffers of plugins.
local t = require('harness')
local MISSING = 'python/module-not-found'
local ERROR = "ModuleNotFoundError: No module named 'nosuchmodule'"

---@param entry_of string
local function terminal(entry_of)
  vim.fn.writefile({ 'import os', 'import nosuchmodule' }, 'broken.py')
  vim.cmd.terminal('python3 broken.py')
  local buf = vim.api.nvim_get_current_buf()
  local found = t.wait('a command that fails in :terminal is marked', function()
    return t.diagnostic(buf, entry_of)
  end, function()
    return vim.api.nvim_buf_get_lines(buf, 0, 10, false)
  end)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })
  t.press('K')
  t.check('K shows the card in a terminal', t.float('a card comes in a terminal'):find('nosuchmodule') ~= nil)
  local titles = t.choose('^Copy')
  t.press('gra')
  t.wait('gra copies a workaround from a terminal', function()
    return vim.fn.getreg('"'):find('install') ~= nil
  end, function()
    return titles()
  end)
  vim.fn.search('broken.py')
  t.press('<C-]>')
  t.wait('CTRL-] on a frame leaves the terminal for the source', function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'broken.py'
  end)
  t.check('at its line in the source', vim.api.nvim_win_get_cursor(0)[1] == 2)
  return buf
end

local function quickfix()
  vim.fn.writefile(
    { 'Traceback (most recent call last):', '  File "broken.py", line 2, in <module>', ERROR },
    'out.txt'
  )
  vim.cmd('cgetfile out.txt')
  vim.cmd('copen')
  local buf = vim.api.nvim_get_current_buf()
  local found = t.wait('the quickfix list is marked', function()
    return t.diagnostic(buf, MISSING)
  end, function()
    return vim.api.nvim_buf_get_lines(buf, 0, 10, false)
  end)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })
  t.press('K')
  t.check('K shows the card in the quickfix list', t.float('a card comes in a list'):find('nosuchmodule') ~= nil)
  vim.fn.search('broken.py')
  t.press('<C-]>')
  t.wait('CTRL-] on a frame of the list opens the source', function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'broken.py'
  end)
  vim.fn.setqflist({}, 'r', { lines = { 'all is well' } })
  t.wait('a mark goes with its line', function()
    return not t.diagnostic(buf, MISSING)
  end)
  vim.cmd('cclose')
  vim.fn.setqflist({}, 'a', { lines = { ERROR } })
  t.wait('a line that is added while the list is closed is marked', function()
    local again = t.diagnostic(buf, MISSING)
    return again and again.lnum == 1
  end)
  vim.cmd('copen')
  t.check('the list keeps its buffer', vim.api.nvim_get_current_buf() == buf)
  vim.cmd('cclose')
end

local function plugin_buffer()
  local buf = vim.api.nvim_create_buf(false, true)
  vim.bo[buf].filetype = 'dap-repl'
  vim.cmd.split()
  vim.api.nvim_win_set_buf(0, buf)
  vim.api.nvim_buf_set_lines(buf, -1, -1, false, { ERROR })
  t.wait('the output of a plugin is marked', function()
    return t.diagnostic(buf, MISSING)
  end)

  local other = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(other, 0, -1, false, { ERROR })
  vim.api.nvim_win_set_buf(0, other)
  t.check('what nobody asked for is left alone', #vim.lsp.get_clients({ bufnr = other }) == 0)
  require('loglore').attach()
  t.wait('attach() takes any buffer', function()
    return t.diagnostic(other, MISSING)
  end)
  return other
end

local function server_ends(buf)
  local client = vim.lsp.get_clients({ name = 'loglore' })[1]
  client:stop(true)
  t.wait('the server can be stopped', function()
    return client:is_stopped()
  end)
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, { 'one more line', ERROR })
  local found = t.wait('it is started again when there is news', function()
    local now = vim.lsp.get_clients({ name = 'loglore' })[1]
    return now and now.id ~= client.id and t.diagnostic(buf, MISSING)
  end)
  t.check('and has the text of now', found.lnum == 1, found)
  t.check('once', #vim.diagnostic.get(buf) == 1, vim.diagnostic.get(buf))
end

t.run(function()
  require('loglore').setup({ attach = { terminal = true, quickfix = true, nofile = true } })
  local buf = terminal(MISSING)
  quickfix()
  server_ends(plugin_buffer())
  vim.api.nvim_buf_delete(buf, { force = true })
  t.wait('a terminal that is closed is let go', function()
    return require('loglore.live').count() == 3
  end, function()
    return require('loglore.live').count()
  end)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'loglore-live' })) do
    client:stop()
  end
  t.wait('a client that is stopped lets all go', function()
    return require('loglore.live').count() == 0
  end)
end)

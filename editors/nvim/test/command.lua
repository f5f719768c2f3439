-- `:Loglore`, `:checkhealth`, `:help`.
local t = require('harness')
local OOM = 'llm/huggingface-model-load-oom-on-cpu'

local function health()
  vim.cmd('checkhealth loglore')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  t.check(':checkhealth names the program and its version', text:find('loglore: loglore %d+%.%d+') ~= nil, text)
  t.check(':checkhealth finds nothing wrong', not text:find('ERROR') and not text:find('WARNING'), text)
  t.check(':checkhealth knows the running client', text:find('client %d+: version') ~= nil, text)
  vim.cmd('bwipeout')
end

local function explain(buf)
  local found = t.wait('the log is marked', function()
    return t.diagnostic(buf, OOM)
  end)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, 0 })
  vim.cmd('Loglore explain')
  t.check(':Loglore explain tells of the error on the line', t.float('a window comes'):find(OOM, 1, true) ~= nil)
  vim.cmd('Loglore explain E0382')
  t.check(':Loglore explain takes an error code', t.float('another comes'):find('rust/') ~= nil)
  vim.cmd("Loglore explain ModuleNotFoundError: No module named 'nosuchmodule'")
  t.check(':Loglore explain takes a message', t.float('and another'):find('python/module-not-found', 1, true) ~= nil)
end

local function scan(buf)
  vim.cmd('Loglore scan')
  local function list()
    return vim.fn.getqflist({ items = 1, title = 1 })
  end
  t.wait(':Loglore scan fills the quickfix list from the buffer', function()
    return #list().items > 0
  end)
  t.check('an item is a place in the buffer', list().items[1].bufnr == buf, list())
  t.check('an item names its entry', list().items[1].text:find(OOM, 1, true) ~= nil, list())
  vim.cmd('cclose')
  vim.fn.setqflist({}, 'f')
  vim.fn.mkdir('logs')
  vim.fn.writefile({ 'line one', "ModuleNotFoundError: No module named 'nosuchmodule'" }, 'logs/a b.log')
  vim.cmd('Loglore scan logs')
  t.wait(':Loglore scan reads a folder', function()
    return #list().items > 0
  end)
  vim.cmd('cclose')
  vim.cmd('cfirst')
  t.check('an item leads to the line', vim.fn.expand('%:t') == 'a b.log' and vim.fn.line('.') == 2, vim.fn.expand('%'))
end

local function entries()
  local titles = t.choose('^python/module%-not%-found')
  vim.cmd('Loglore entries python module')
  t.check(
    ':Loglore entries shows the chosen one',
    t.float('a card comes'):find('python/module-not-found', 1, true) ~= nil
  )
  t.check(
    'the list is of what was asked for',
    vim.iter(titles()):all(function(title)
      return title:lower():find('python') and title:lower():find('module')
    end),
    titles()
  )
end

t.run(function()
  require('loglore').setup()
  vim.cmd.edit('train.log')
  local buf = vim.api.nvim_get_current_buf()
  explain(buf)
  health()
  scan(buf)
  entries()
  t.check(
    ':Loglore is completed',
    vim.deep_equal(vim.fn.getcompletion('Loglore e', 'cmdline'), { 'entries', 'explain' }),
    vim.fn.getcompletion('Loglore e', 'cmdline')
  )
  vim.cmd('Loglore nonsense')
  t.check('a wrong subcommand is told with the right ones', vim.fn.execute('messages'):find('explain, scan') ~= nil)
  vim.lsp.config('loglore', { cmd = { 'no-such-program', 'lsp' } })
  vim.cmd('Loglore explain E0382')
  t.check('a missing program is told', vim.fn.execute('messages'):find('no%-such%-program cannot be started') ~= nil)
  vim.cmd.helptags(vim.fs.dirname(vim.api.nvim_get_runtime_file('doc/loglore.txt', false)[1]))
  for _, tag in ipairs({ 'loglore', ':Loglore', 'loglore-terminal', 'loglore.setup()', 'loglore-old' }) do
    vim.cmd.help(tag)
    t.check(':help ' .. tag, vim.fn.expand('%:t') == 'loglore.txt')
  end
end)

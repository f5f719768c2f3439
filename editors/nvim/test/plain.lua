-- The few lines for a log that need no plugin, as docs/editors/neovim.md and the README of the repository say.
local t = require('harness')

t.run(function()
  t.check('the plugin is not there', not pcall(require, 'loglore'))
  vim.filetype.add({ extension = { log = 'log' } })
  vim.lsp.config('loglore', {
    cmd = { 'loglore', 'lsp' },
    filetypes = { 'log' },
    root_markers = { 'loglore.toml', '.loglore', '.git' },
  })
  vim.lsp.enable('loglore')
  vim.fn.mkdir('.git')
  vim.cmd.edit('train.log')
  local buf = vim.api.nvim_get_current_buf()
  local found = t.wait('the error of a training log is marked', function()
    return t.diagnostic(buf, 'llm/huggingface-model-load-oom-on-cpu')
  end)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })
  t.press('K')
  t.check('K shows the card', t.float('a card comes'):find('device_map') ~= nil)
  vim.fn.append('$', 'bash: frobnicate: command not found')
  t.wait('a line that is added is marked', function()
    return #vim.diagnostic.get(buf) > 1
  end)
  vim.fn.search([[train.py", line]])
  t.press('<C-]>')
  t.wait('CTRL-] on a frame opens the source', function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'train.py'
  end)
end)

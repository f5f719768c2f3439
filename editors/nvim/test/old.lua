-- What Neovim 0.7 can do.
local t = require('harness')
local OOM = 'llm/huggingface-model-load-oom-on-cpu'

t.run(function()
  require('loglore').setup()
  vim.cmd('edit train.log')
  local buf = vim.api.nvim_get_current_buf()
  t.check('a log has the filetype of logs', vim.bo.filetype == 'log', vim.bo.filetype)
  local found = t.wait('the error of a training log is marked', function()
    return t.diagnostic(buf, OOM)
  end)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })
  vim.lsp.buf.hover()
  t.check('the card says what works', t.float('the hover comes'):find('device_map') ~= nil)

  local titles = t.choose("^Add device_map='auto' to from_pretrained")
  vim.lsp.buf.code_action()
  t.wait('a code action changes the source that failed', function()
    local source = vim.fn.bufnr('train.py')
    local lines = source > 0 and vim.api.nvim_buf_get_lines(source, 0, -1, false) or {}
    return table.concat(lines, '\n'):find('from_pretrained(args.model, device_map="auto")', 1, true)
  end, function()
    return titles()
  end)
  t.check('nothing is offered that it cannot do', not table.concat(titles(), '\n'):find('Copy'), titles())

  vim.fn.search([[train.py", line]])
  vim.lsp.buf.definition()
  t.wait('the definition of a frame is its source', function()
    return vim.fn.expand('%:t') == 'train.py'
  end)
  t.check('at its line', vim.api.nvim_get_current_line():find('main()', 1, true) ~= nil)

  vim.cmd('new')
  vim.bo.buftype = 'nofile'
  t.check('what needs a newer version says so', require('loglore').attach() == nil)
  t.check('in words', vim.fn.execute('messages'):find('need Neovim 0.11') ~= nil)
end)

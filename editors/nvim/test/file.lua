-- A log file beside its source, with nothing but `vim.lsp.enable('loglore')`.
local t = require('harness')
local OOM = 'llm/huggingface-model-load-oom-on-cpu'

t.run(function()
  vim.lsp.enable('loglore')
  vim.cmd.edit('train.log')
  local buf = vim.api.nvim_get_current_buf()
  t.check('a log has the filetype of logs', vim.bo.filetype == 'log', vim.bo.filetype)
  local found = t.wait('the error of a training log is marked', function()
    return t.diagnostic(buf, OOM)
  end)
  local client = vim.lsp.get_clients({ name = 'loglore', bufnr = buf })[1]
  t.check(
    'the folder of the log is the workspace',
    client.root_dir == vim.fs.normalize(vim.fn.getcwd()),
    client.root_dir
  )
  t.check('diagnostics are pushed', not client.server_capabilities.diagnosticProvider)

  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })
  t.press('K')
  local card = t.float('K shows the card')
  t.check('the card says what works', card:find('device_map') ~= nil, card)

  local titles = t.choose("^Add device_map='auto' to from_pretrained")
  t.press('gra')
  -- In the quotes that the source has.
  local changed = 'model = AutoModelForCausalLM.from_pretrained(args.model, device_map="auto")'
  t.wait('gra puts the fix into the source that failed, and shows it', function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'train.py'
      and vim.api.nvim_get_current_line():find(changed, 1, true)
  end, function()
    return { titles(), vim.api.nvim_buf_get_name(0), vim.api.nvim_get_current_line() }
  end)
  vim.cmd('write | buffer ' .. buf)
  t.check(
    'the changed source can be saved',
    table.concat(vim.fn.readfile('train.py'), '\n'):find(changed, 1, true) ~= nil
  )
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })

  local last = vim.api.nvim_buf_line_count(buf)
  titles = t.choose('[Cc]omment')
  t.press('gra')
  t.wait('gra writes a workaround below the error', function()
    return vim.api.nvim_buf_line_count(buf) > last
  end, function()
    return titles()
  end)
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col + 1 })

  titles = t.choose('^Copy')
  t.press('gra')
  t.wait('a copied workaround can be put', function()
    return vim.fn.getreg('"'):find('device_map') ~= nil
  end, function()
    return titles()
  end)

  vim.fn.search([[train.py", line]])
  t.press('<C-]>')
  t.wait('CTRL-] on a frame opens the source', function()
    return vim.fs.basename(vim.api.nvim_buf_get_name(0)) == 'train.py'
  end)
  t.check(
    'at its line',
    vim.api.nvim_get_current_line():find('main()', 1, true) ~= nil,
    vim.api.nvim_get_current_line()
  )
end)

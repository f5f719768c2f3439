-- An entry that is being written, and the lenses above an error.
local t = require('harness')

local function lenses()
  vim.cmd.edit('train.log')
  local buf = vim.api.nvim_get_current_buf()
  t.wait('the log is marked', function()
    return vim.diagnostic.get(buf)[1]
  end)
  vim.lsp.codelens.refresh({ bufnr = buf })
  local lens = t.wait('a lens counts the fixes', function()
    return vim.iter(vim.lsp.codelens.get(buf)):find(function(lens)
      return lens.command and lens.command.command == 'loglore.showFixes'
    end)
  end, function()
    return vim.lsp.codelens.get(buf)
  end)
  vim.api.nvim_win_set_cursor(0, { lens.range.start.line + 1, 0 })
  local titles = t.choose('%d fixes')
  vim.lsp.codelens.run()
  t.wait('and shows them', function()
    return (titles()[1] or ''):find("Add device_map='auto'", 1, true)
  end, function()
    return titles()
  end)
end

local function entry()
  vim.fn.mkdir('.loglore/entries/demo', 'p')
  vim.fn.writefile({
    '{',
    '  "id": "demo/broken",',
    '  "signature": "boom",',
    '  "regex": "boom (",',
    '  "root_cause": "It is broken."',
    '}',
  }, '.loglore/entries/demo/broken.json')
  vim.cmd.edit('.loglore/entries/demo/broken.json')
  local buf = vim.api.nvim_get_current_buf()
  local found = t.wait('a wrong regex of an entry is marked', function()
    return vim.iter(vim.diagnostic.get(buf)):find(function(diagnostic)
      return diagnostic.lnum == 3
    end)
  end, function()
    return vim.diagnostic.get(buf)
  end)
  t.check('at the character that is wrong', found.col > 10, found)

  vim.fn.writefile({ '{ "regex": "boom (" }' }, 'other.json')
  vim.cmd.edit('other.json')
  t.check('other JSON is left alone', #vim.lsp.get_clients({ bufnr = 0 }) == 0)
end

t.run(function()
  vim.lsp.enable('loglore')
  lenses()
  entry()
end)

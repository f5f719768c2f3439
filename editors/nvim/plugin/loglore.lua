-- Defines `:Loglore`. Everything else waits until it is asked for.
if vim.g.loaded_loglore then
  return
end
vim.g.loaded_loglore = true

if vim.fn.has('nvim-0.11') == 0 then
  -- `require('loglore').setup()` says what an older Neovim can do.
  return
end

vim.api.nvim_create_user_command('Loglore', function(args)
  require('loglore.command').run(args)
end, {
  desc = 'Explain errors, scan files, look up entries',
  nargs = '+',
  range = true,
  complete = function(lead, line)
    return require('loglore.command').complete(lead, line)
  end,
})

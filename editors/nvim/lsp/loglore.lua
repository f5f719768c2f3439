-- What `vim.lsp.enable('loglore')` starts (Neovim 0.11 or newer). Change it with `vim.lsp.config('loglore', { … })`.
---@type vim.lsp.Config
return {
  cmd = { 'loglore', 'lsp' },
  filetypes = { 'log', 'json' },
  root_dir = function(buf, on_dir)
    require('loglore.root').of_file(buf, on_dir)
  end,
  -- What the server may leave to this client: it has no clipboard, no menus and no windows of its own.
  capabilities = {
    experimental = { commands = { commands = { 'loglore.copy', 'loglore.showFixes', 'loglore.reveal' } } },
  },
  commands = {
    ['loglore.copy'] = function(command)
      require('loglore.client').copy(command.arguments)
    end,
    ['loglore.showFixes'] = function(command, context)
      require('loglore.client').show_fixes(command.arguments, context)
    end,
    ['loglore.reveal'] = function(command, context)
      require('loglore.client').reveal(command.arguments, context)
    end,
  },
  before_init = function(params)
    -- A client that asks for diagnostics asks after its own changes only. Pushed, they come when a scan has ended, also
    -- for a terminal, which Neovim does not ask about.
    params.capabilities.textDocument.diagnostic = nil
  end,
  settings = {},
}

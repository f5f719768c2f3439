---@brief
---
--- https://github.com/@REPOSITORY@
---
--- Knows the errors in logs: diagnostics with the cause, a card on hover, the source of a frame behind go-to-definition,
--- and workarounds as code actions.
---
--- Most logs have no filetype in Neovim:
---
--- ```lua
--- vim.filetype.add({ extension = { log = 'log' } })
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'loglore', 'lsp' },
  filetypes = { 'log' },
  root_markers = { 'loglore.toml', '.loglore', '.git' },
}

-- The configuration of the tests: the plugin from this checkout and nothing else.
local here = vim.fn.fnamemodify(debug.getinfo(1, 'S').source:sub(2), ':p:h')
if vim.env.WITHOUT_PLUGIN == nil then
  vim.opt.runtimepath:prepend(vim.fn.fnamemodify(here, ':h'))
end
package.path = here .. '/?.lua;' .. package.path
vim.opt.swapfile = false
vim.opt.shadafile = 'NONE'

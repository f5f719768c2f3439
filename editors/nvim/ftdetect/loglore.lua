-- Neovim gives most logs no filetype, and a language server starts by filetype.
if vim.fn.has('nvim-0.8') == 0 then
  vim.cmd('autocmd BufNewFile,BufRead *.log,*.log.[0-9]* setfiletype log')
  return
end

-- These names may be anything, `a.out` is a program: they are logs if they hold text.
local function text_is_log(_, buf)
  for _, line in ipairs(vim.api.nvim_buf_get_lines(buf, 0, 20, false)) do
    -- Neovim keeps a zero byte of a file as a newline.
    if line:find('\n', 1, true) then
      return nil
    end
  end
  return 'log'
end

-- The negative priority lets Neovim's own knowledge of a name go first (`upstream.log` has a filetype of its own).
local last = { priority = -10 }
vim.filetype.add({
  pattern = {
    ['.*%.log'] = { 'log', last },
    ['.*%.log[.-]%d[%d.-]*'] = { 'log', last },
    ['.*%.err'] = { text_is_log, last },
    ['.*%.out'] = { text_is_log, last },
  },
})

-- Which folder a log belongs to. Source files that a traceback names are looked for there, and edited nowhere else.
local M = {}

local MARKERS = { 'loglore.toml', '.loglore', '.git' }

---@param folder string
---@return boolean
local function too_wide(folder)
  return folder == vim.fs.dirname(folder) or folder == vim.fs.normalize(vim.uv.os_homedir() or '~')
end

---@param folder string
---@return boolean
local function holds_cwd(folder)
  local cwd = vim.fs.normalize(vim.fn.getcwd())
  return folder == cwd or vim.startswith(folder, cwd .. '/')
end

--- The workspace of a folder: the nearest one with a marker above it, else Neovim's current folder if that is above
--- it, else the folder itself. A home folder or a whole disk is no workspace: everything would be in it.
---@param folder string
---@return string?
function M.of_folder(folder)
  folder = vim.fs.normalize(folder)
  local root = vim.fs.root(folder, MARKERS)
  if not root then
    local cwd = vim.fs.normalize(vim.fn.getcwd())
    root = holds_cwd(folder) and not too_wide(cwd) and cwd or folder
  end
  if too_wide(root) then
    return nil
  end
  return root
end

--- The workspace of a buffer that is no file.
---@param buf integer
---@return string?
function M.of_buffer(buf)
  local folder = vim.api.nvim_buf_get_name(buf):match('^term://(.-)//%d+:')
  folder = folder and vim.fn.fnamemodify(folder, ':p')
  if not folder or vim.fn.isdirectory(folder) == 0 then
    folder = vim.fn.getcwd()
  end
  return M.of_folder(folder)
end

--- For `root_dir` of the client's configuration: starts it for every log, and for JSON only where that is an entry.
---@param buf integer
---@param on_dir fun(root: string?)
function M.of_file(buf, on_dir)
  local name = vim.fs.normalize(vim.api.nvim_buf_get_name(buf))
  if vim.bo[buf].filetype == 'json' and not name:find('/%.?loglore/entries/') then
    return
  end
  on_dir(M.of_folder(name ~= '' and vim.fs.dirname(name) or vim.fn.getcwd()))
end

return M

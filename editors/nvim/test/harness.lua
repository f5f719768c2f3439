-- What the tests share. A test file is run by `nvim --headless -u init.lua -c 'luafile …'`; each check is one line.
local M = {}

local PATIENCE = 20000

local function say(text)
  io.stdout:write(text .. '\n')
end

--- One check. The first that fails ends the test: what follows would only fail as well.
---@param name string
---@param passed any
---@param why any? what was there instead
function M.check(name, passed, why)
  if passed then
    return say('ok ' .. name)
  end
  say('FAILED ' .. name)
  if why ~= nil then
    say(type(why) == 'string' and why or vim.inspect(why))
  end
  say(vim.fn.execute('messages'))
  vim.cmd('cquit 1')
end

--- Waits for an event; one that does not come fails the check.
---@param name string
---@param condition fun(): any
---@param why? fun(): any
---@return any
function M.wait(name, condition, why)
  local value
  local came = vim.wait(PATIENCE, function()
    value = condition()
    return value and true or false
  end, 10)
  M.check(name, came, not came and why and why() or nil)
  return value
end

--- Runs a test and ends Neovim with its result; an error is a failure.
---@param test fun()
function M.run(test)
  local passed, problem = xpcall(test, debug.traceback)
  if not passed then
    M.check('the test runs to its end', false, problem)
  end
  vim.cmd('qa!')
end

---@return integer[]
function M.floats()
  return vim.tbl_filter(function(window)
    return vim.api.nvim_win_get_config(window).relative ~= ''
  end, vim.api.nvim_list_wins())
end

--- The text of the floating window that comes next; it is closed.
---@param name string
---@return string
function M.float(name)
  local window = M.wait(name, function()
    return M.floats()[1]
  end)
  local text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
  vim.api.nvim_win_close(window, true)
  return text
end

--- Answers the next menu with the item whose title matches; gives back a function that tells all titles.
---@param pattern string
---@return fun(): string[]
function M.choose(pattern)
  local titles = {}
  vim.ui.select = function(items, options, on_choice)
    titles = vim.tbl_map(options.format_item or tostring, items)
    for i, title in ipairs(titles) do
      if title:find(pattern) then
        return on_choice(items[i], i)
      end
    end
    on_choice(nil, nil)
  end
  return function()
    return titles
  end
end

--- The diagnostic of an entry in a buffer.
---@param buf integer
---@param entry string
---@return vim.Diagnostic?
function M.diagnostic(buf, entry)
  for _, diagnostic in ipairs(vim.diagnostic.get(buf)) do
    if diagnostic.source == 'loglore' and diagnostic.code == entry then
      return diagnostic
    end
  end
end

--- What the server is told of one document, and the text that it has by that.
---@param client vim.lsp.Client
---@param lines string[] what it has now
---@return { lines: string[], messages: integer, bytes: integer, wrong: string? }
function M.listen(client, lines)
  local heard = { lines = lines, messages = 0, bytes = 0 }
  local notify = client.notify
  client.notify = function(self, method, params)
    for _, change in ipairs(params and params.contentChanges or {}) do
      local new = vim.split(change.text, '\n')
      if table.remove(new) ~= '' then
        heard.wrong = 'a text that does not end with its line'
      end
      local first, last = 0, #heard.lines
      if change.range then
        local from, to = change.range.start, change.range['end']
        if from.character ~= 0 or to.character ~= 0 or from.line > to.line or to.line > #heard.lines then
          heard.wrong = 'a range that is not of whole lines of the text: ' .. vim.inspect(change.range)
        end
        first, last = from.line, to.line
      end
      local after = vim.list_slice(heard.lines, last + 1)
      heard.lines = vim.list_extend(vim.list_extend(vim.list_slice(heard.lines, 1, first), new), after)
      heard.bytes = heard.bytes + #change.text
    end
    heard.messages = heard.messages + (method == 'textDocument/didChange' and 1 or 0)
    return notify(self, method, params)
  end
  return heard
end

--- Presses keys as a user does.
---@param keys string
function M.press(keys)
  vim.api.nvim_feedkeys(vim.keycode(keys), 'xt', false)
end

return M

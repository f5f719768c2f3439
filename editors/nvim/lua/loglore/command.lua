-- `:Loglore explain`, `scan`, `entries` and `attach`.
local M = {}

---@param message string
local function warn(message)
  vim.notify('loglore: ' .. message, vim.log.levels.WARN)
end

--- The program itself: the one that the client starts, for its other subcommands.
---@param arguments string[]
---@param stdin string?
---@param done fun(result: vim.SystemCompleted)
local function run(arguments, stdin, done)
  local cmd = vim.lsp.config.loglore.cmd
  local program = type(cmd) == 'table' and cmd[1] or 'loglore'
  local command = vim.list_extend({ program }, arguments)
  local started, problem = pcall(
    vim.system,
    command,
    { text = true, stdin = stdin, cwd = vim.fn.getcwd() },
    vim.schedule_wrap(function(result)
      if result.code > 1 or result.signal ~= 0 then
        return warn(vim.trim(result.stderr ~= '' and result.stderr or ('%s failed'):format(program)))
      end
      done(result)
    end)
  )
  if not started then
    local reason = tostring(problem):gsub('^.-:%d+: ', '')
    warn(('%s cannot be started: %s (see :checkhealth loglore)'):format(program, reason))
  end
end

---@param text string
---@param title string
local function show(text, title)
  local lines = vim.split(vim.trim(text), '\n')
  -- `q` and leaving the window close it, as with the hover.
  vim.lsp.util.open_floating_preview(lines, '', { title = title, border = 'rounded', max_width = 100, wrap = true })
end

--- The entry that is marked on the line of the cursor.
---@return string?
local function entry_here()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  for _, diagnostic in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    if diagnostic.source == 'loglore' and diagnostic.code then
      return tostring(diagnostic.code)
    end
  end
end

---@param words string[]
---@param range { first: integer, last: integer }?
local function explain(words, range)
  local text = table.concat(words, ' ')
  if text == '' then
    local first = range and range.first or vim.api.nvim_win_get_cursor(0)[1]
    local last = range and range.last or first
    text = not range and entry_here()
      or vim.trim(table.concat(vim.api.nvim_buf_get_lines(0, first - 1, last, false), '\n'))
  end
  if text == '' then
    return warn('there is no text on this line')
  end
  run({ 'explain', '--color', 'never', '--', text }, nil, function(result)
    show(result.stdout ~= '' and result.stdout or result.stderr, 'loglore')
  end)
end

local TYPES = { error = 'E', warning = 'W', information = 'I', hint = 'N' }

---@param output string
---@param buf integer? the buffer that was given as text
---@return vim.quickfix.entry[]
local function items_of(output, buf)
  local items, at = {}, {}
  for line in vim.gsplit(output, '\n', { trimempty = true }) do
    local finding = vim.json.decode(line)
    local item = {
      bufnr = buf,
      filename = not buf and finding.path or nil,
      lnum = finding.start.line,
      end_lnum = finding['end'].line,
      col = finding.start.column,
      vcol = 1,
      type = TYPES[finding.severity],
      text = ('%s [%s]%s'):format(finding.title, finding.entry, finding.count > 1 and (' x' .. finding.count) or ''),
    }
    -- A finding with repeats is told again with their number.
    local key = ('%s\n%s\n%d'):format(finding.path, finding.entry, finding.start.line)
    at[key] = at[key] or #items + 1
    items[at[key]] = item
  end
  return items
end

---@param paths string[]
local function scan(paths)
  local buf, stdin
  if #paths == 0 then
    buf = vim.api.nvim_get_current_buf()
    stdin = table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n') .. '\n'
    paths = { '-' }
  else
    paths = vim.tbl_map(vim.fn.expand, paths)
  end
  local arguments = vim.list_extend({ 'scan', '--format', 'json', '--' }, paths)
  run(arguments, stdin, function(result)
    local items = items_of(result.stdout, buf)
    if #items == 0 then
      return vim.notify('loglore: nothing that it knows')
    end
    vim.fn.setqflist({}, ' ', { title = 'loglore scan', items = items })
    vim.cmd('botright copen')
  end)
end

---@param words string[]
local function entries(words)
  run({ 'entries', 'list', '--color', 'never' }, nil, function(result)
    local found = {}
    for line in vim.gsplit(result.stdout, '\n', { trimempty = true }) do
      local lower = line:lower()
      local all = vim.iter(words):all(function(word)
        return lower:find(word:lower(), 1, true) ~= nil
      end)
      if line:match('^%S+/%S+') and all then
        found[#found + 1] = line
      end
    end
    if #found == 0 then
      return warn('no entry has these words: ' .. table.concat(words, ' '))
    end
    vim.ui.select(found, { prompt = ('%d entries of loglore'):format(#found) }, function(choice)
      if choice then
        explain({ choice:match('^%S+') })
      end
    end)
  end)
end

local SUBCOMMANDS = {
  attach = function()
    require('loglore').attach(0)
  end,
  entries = entries,
  explain = explain,
  scan = scan,
}

---@param args vim.api.keyset.create_user_command.command_args
function M.run(args)
  local words = vim.deepcopy(args.fargs)
  local subcommand = SUBCOMMANDS[table.remove(words, 1)]
  if not subcommand then
    return warn(
      ('there is no :Loglore %s, but %s'):format(args.fargs[1], table.concat(M.complete('', 'Loglore '), ', '))
    )
  end
  subcommand(words, args.range > 0 and { first = args.line1, last = args.line2 } or nil)
end

---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local words = vim.split(line, '%s+')
  if words[2] == 'scan' and #words > 2 then
    return vim.fn.getcompletion(lead, 'file')
  end
  if #words > 2 then
    return {}
  end
  local names = vim.tbl_keys(SUBCOMMANDS)
  table.sort(names)
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, names)
end

return M

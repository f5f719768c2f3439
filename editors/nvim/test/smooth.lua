-- A terminal that grows fast: Neovim stays smooth, and the server has the text that the terminal shows.
local t = require('harness')

--- The longest time in which Neovim did nothing else, in milliseconds.
local function watch_stalls()
  local seen, longest = vim.uv.hrtime(), 0
  local timer = assert(vim.uv.new_timer())
  timer:start(
    5,
    5,
    vim.schedule_wrap(function()
      local now = vim.uv.hrtime()
      longest = math.max(longest, (now - seen) / 1e6)
      seen = now
    end)
  )
  return function()
    timer:close()
    return longest
  end
end

local LINES = 60000
local COMMAND = ([[awk 'BEGIN { for (i = 1; i <= %d; i++) print i ": a line of a build that says what it compiles" }']]):format(
  LINES
)

t.run(function()
  local quiet = os.getenv('WITHOUT_LOGLORE') == '1'
  vim.fn.writefile({ 'read start', COMMAND, "echo 'bash: frobnicate: command not found'", 'read end' }, 'grow.sh')
  vim.cmd.terminal('sh grow.sh')
  local buf = vim.api.nvim_get_current_buf()
  local heard
  if not quiet then
    t.check('a terminal is attached', require('loglore').attach(buf))
    t.wait('its document is open', function()
      return require('loglore.live').count() == 1
    end)
    heard = t.listen(vim.lsp.get_clients({ name = 'loglore' })[1], vim.api.nvim_buf_get_lines(buf, 0, -1, false))
  end
  local stalls = watch_stalls()
  local started = vim.uv.hrtime()
  vim.api.nvim_chan_send(vim.bo[buf].channel, '\n')
  t.wait('all output comes', function()
    local lines = vim.api.nvim_buf_get_lines(buf, -40, -1, false)
    return vim.iter(lines):any(function(line)
      return line:find('frobnicate', 1, true)
    end)
  end)
  local took = (vim.uv.hrtime() - started) / 1e6
  local stall = stalls()
  io.stdout:write(('%d lines in %.0f ms, longest stall %.0f ms\n'):format(LINES, took, stall))
  if quiet then
    return
  end
  t.wait('the error at the end is marked', function()
    return vim.diagnostic.get(buf)[1]
  end)
  io.stdout:write(('%d messages, %.1f MB\n'):format(heard.messages, heard.bytes / 1e6))
  t.check('the editor never stands still for long', stall < 400, stall)
  t.check('what the server is told fits what it has', not heard.wrong, heard.wrong)
  t.check(
    'the server has what the terminal shows',
    vim.deep_equal(heard.lines, vim.api.nvim_buf_get_lines(buf, 0, -1, false))
  )
  t.check('there is at most one message in each span of the throttle', heard.messages <= took / 150 + 3, heard.messages)
end)

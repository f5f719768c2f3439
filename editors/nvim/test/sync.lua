-- Random edits of a buffer that is no file: the server always has the text of the buffer.
local t = require('harness')

local SEED = tonumber(os.getenv('SEED')) or 20251

local function some_lines(most)
  local lines = {}
  for i = 1, math.random(0, most) do
    lines[i] = ({ 'é', '', 'a\0b', 'text ' .. math.random(9), '日本 𝄞' })[math.random(5)]
  end
  return lines
end

--- One change: at the top as a full scrollback makes it, at the end as output does, or anywhere.
local function edit(buf)
  local count = vim.api.nvim_buf_line_count(buf)
  local kind = math.random(4)
  if kind == 1 then
    vim.api.nvim_buf_set_lines(buf, 0, math.random(0, math.min(count, 5)), false, {})
  elseif kind == 4 then
    local first = math.random(0, count)
    vim.api.nvim_buf_set_lines(buf, first, math.random(first, count), false, some_lines(4))
  else
    vim.api.nvim_buf_set_lines(buf, -1, -1, false, some_lines(12))
  end
end

t.run(function()
  math.randomseed(SEED)
  require('loglore.live').throttle = 1
  local buf = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_win_set_buf(0, buf)
  local live = require('loglore').attach(buf)
  t.wait('the document is open', function()
    return require('loglore.live').count() == 1
  end)
  local heard = t.listen(vim.lsp.get_clients({ name = 'loglore' })[1], { '' })
  local client = vim.lsp.get_client_by_id(live)
  for round = 1, 400 do
    for _ = 1, math.random(6) do
      edit(buf)
    end
    -- Any request sends what has changed before it.
    local answered = client:request_sync('textDocument/documentSymbol', {
      textDocument = vim.lsp.util.make_text_document_params(buf),
    }, 20000, buf)
    local lines = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
    for i, line in ipairs(lines) do
      lines[i] = line:gsub('\n', '\0')
    end
    if not answered or answered.err or heard.wrong or not vim.deep_equal(heard.lines, lines) then
      local why =
        { seed = SEED, round = round, answered = answered, wrong = heard.wrong, has = heard.lines, buffer = lines }
      t.check('the server has the text of the buffer', false, why)
    end
  end
  t.check(
    'the server has the text of the buffer after each of 400 rounds of edits',
    heard.messages > 300,
    heard.messages
  )
end)

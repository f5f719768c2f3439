import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cardHtml, escapeHtml } from './html';

test('the parts of a card', () => {
  const card = [
    "### torch\\.OutOfMemoryError\\: `x`",
    '',
    '`llm/oom` `E1`',
    '',
    '**Why:** The weights _do_ not fit\\.',
    '',
    '**What works**',
    '',
    "1. Let it place: `device_map='auto'` — 90 %",
    '',
    '   Pass it to `from_pretrained`\\.',
    '',
    '   In the same call:',
    '',
    '   ```python',
    '   f(a,',
    "     device_map='auto')",
    '   ```',
    '2. Load less',
    '',
    '- one',
    '- two',
    '',
    '*reviewed* · [Documentation](<https://example.com/a?b=1&c=2>)',
  ].join('\n');
  assert.equal(
    cardHtml(card),
    [
      '<h3>torch.OutOfMemoryError: <code>x</code></h3>',
      '<p><code>llm/oom</code> <code>E1</code></p>',
      '<p><strong>Why:</strong> The weights _do_ not fit.</p>',
      '<p><strong>What works</strong></p>',
      '<ol>',
      "<li><p>Let it place: <code>device_map=&#39;auto&#39;</code> — 90 %</p>",
      '<p>Pass it to <code>from_pretrained</code>.</p>',
      '<p>In the same call:</p>',
      "<div class=\"code\"><pre><code>f(a,\n  device_map=&#39;auto&#39;)</code></pre></div></li>",
      '<li>Load less</li>',
      '</ol>',
      '<ul>',
      '<li>one</li>',
      '<li>two</li>',
      '</ul>',
      '<p><em>reviewed</em> · <a href="https://example.com/a?b=1&amp;c=2">Documentation</a></p>',
    ].join('\n'),
  );
});

test('nothing of a card becomes markup of its own', () => {
  for (const text of ['<script>x</script>', '`<b>`', '**<img src=x>**', '[<i>](<https://a"onclick=x>)', '```\n</code><script>\n```', '&lt;']) {
    const html = cardHtml(text);
    assert.ok(!/<(script|b|img|i)\b/.test(html), html);
    assert.ok(!html.includes('"onclick'), html);
  }
  assert.equal(cardHtml('&lt;'), '<p>&amp;lt;</p>');
});

test('only web pages are linked to', () => {
  assert.equal(cardHtml('[a](command:workbench.x) [b](<javascript:x>) [c](file:///etc)'), '<p>a b c</p>');
  assert.equal(cardHtml('[a](file:///x)', (address) => `to:${address}`), '<p><a href="to:file:///x">a</a></p>');
});

test('code of any kind stays code', () => {
  assert.equal(cardHtml('`` a`b `` and ` `` `'), '<p><code>a`b</code> and <code>``</code></p>');
  assert.equal(cardHtml('````\n```\n````'), '<div class="code"><pre><code>```</code></pre></div>');
  assert.equal(cardHtml('**a `**` b**'), '<p><strong>a <code>**</code> b</strong></p>');
  assert.equal(cardHtml('a * b ` c [d'), '<p>a * b ` c [d</p>');
});

test('code has a link to copy it', () => {
  const html = cardHtml('```sh\nnpm i\n```', undefined, (code) => `command:x?${code}`);
  assert.ok(html.includes('href="command:x?npm i"'), html);
});

test('text of attributes cannot leave them', () => {
  assert.equal(escapeHtml(`<a b="c" d='e'>&`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;');
});

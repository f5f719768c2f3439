import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TerminalText } from './text';

function read(...pieces: string[]): string {
  const text = new TerminalText();
  for (const piece of pieces) text.feed(piece);
  return text.text();
}

test('colours, titles and the marks of shell integration are not text', () => {
  const stream = '\x1b]633;C\x07\x1b[1;31mTypeError\x1b[0m: x\r\n\x1b]0;title\x1b\\\x1b]8;;file:///a\x07link\x1b]8;;\x07\r\n';
  assert.equal(read(stream), 'TypeError: x\nlink\n');
});

test('a progress bar that is drawn over and over is one line', () => {
  assert.equal(read('step 1\rstep 2\rstep 3\r\ndone\r\n'), 'step 3\ndone\n');
  assert.equal(read('a long line\rshort\x1b[K\r\n'), 'short\n');
  assert.equal(read('50 %\b\b\b\b99 %\n'), '99 %\n');
});

test('several lines that are drawn over are as many lines', () => {
  assert.equal(read('one: 1\r\ntwo: 1\r\n\x1b[2Aone: 2\r\ntwo: 2\r\nend\r\n'), 'one: 2\ntwo: 2\nend\n');
});

test('the stream may be cut anywhere', () => {
  const stream = '\x1b]633;C\x07a\r\n\x1b[31mEr\x1b[0mror\x1b(B: \x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\\r\n\x1b[?25hc\x1b[2Kd';
  const whole = read(stream);
  assert.equal(whole, 'a\nError: b\n d');
  for (let at = 1; at < stream.length; at += 1) assert.equal(read(stream.slice(0, at), stream.slice(at)), whole, `cut at ${at}`);
  assert.equal(read(...Array.from(stream)), whole);
});

test('what an editor or a pager draws on its own screen is left out', () => {
  assert.equal(read('before\r\n\x1b[?1049h\x1b[2J~\r\n~\r\nModuleNotFoundError\x1b[?1049lafter\r\n'), 'before\nafter\n');
});

test('clearing the screen clears the text', () => {
  assert.equal(read('old\r\n\x1b[H\x1b[2Jnew\r\n'), 'new\n');
  assert.equal(read('old\r\n\x1bcnew\r\n'), 'new\n');
});

test('of very much output the end is kept', () => {
  const text = new TerminalText();
  for (let i = 0; i < 20_000; i += 1) text.feed(`line ${i}\r\n`);
  const lines = text.text().split('\n');
  assert.ok(lines.length <= 5_001, `${lines.length} lines`);
  assert.equal(lines.at(-2), 'line 19999');
});

test('a line without end is cut, and a string without end is not kept for ever', () => {
  const text = new TerminalText();
  for (let i = 0; i < 10; i += 1) text.feed('x'.repeat(10_000));
  assert.ok(text.text().length <= 16_384);
  text.feed('\r\n\x1b]0;');
  for (let i = 0; i < 20; i += 1) text.feed('y'.repeat(10_000));
  text.feed('\r\nend');
  assert.ok(text.text().endsWith('end'));
});

test('text that is only blank is empty', () => {
  const text = new TerminalText();
  text.feed('\x1b]633;C\x07\r\n  \r\n');
  assert.ok(text.isEmpty());
  text.feed('x');
  assert.ok(!text.isEmpty());
});

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { editorLines } from './lines';

test('lines are counted as the editor counts them', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'loglore-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, 'a.log');
  const text = 'one\n50 %\r99 %\r\nthree\n\rX\r\r\nY';
  writeFileSync(path, text);
  const expected = new Map(Array.from(text).map((_, at) => [at, text.slice(0, at + 1).split(/\r\n|\r|\n/).length]));
  for (const mark of ['o', '5', '9', 't', 'X', 'Y']) {
    const at = text.indexOf(mark);
    assert.equal((await editorLines(path, [at])).get(at), expected.get(at), mark);
  }
  const both = await editorLines(path, [text.indexOf('Y'), 0, 0]);
  assert.deepEqual([...both], [[0, 1], [text.indexOf('Y'), 8]]);
  assert.deepEqual([...(await editorLines(path, []))], []);
});

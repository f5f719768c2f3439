import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFinding, report, type Words } from './report';

const WORDS: Words = { why: 'Why', works: 'Works', source: 'At', log: 'Log', line: (n) => `line ${n}`, times: (n) => `${n} times` };

const FINDING = {
  path: '/w/a.log',
  entry: 'python/no-module',
  severity: 'error',
  title: "No module named '…'",
  root_cause: 'It is not installed.',
  start: { line: 7, column: 1, offset: 90 },
  text: "\u001b[31mModuleNotFoundError\u001b[0m: No module named 'cv2'\u202e",
  count: 3,
  workarounds: [
    { action: 'Pray', success_rate: null },
    { action: 'Install it', success_rate: 0.9 },
  ],
  frames: [
    { path: '/w/a.py', line: 3, user: true },
    { path: '/lib/x.py', line: 9, user: false },
  ],
};

test('a report names each finding with its file, cause, workaround and place', () => {
  const finding = readFinding(JSON.stringify(FINDING));
  assert.ok(finding);
  const made = report('1 known error', [finding, { ...finding, path: '/w/b.log', count: 1, frames: [], root_cause: '' }], WORDS);
  assert.equal(
    made.text,
    [
      '1 known error',
      '',
      '/w/a.log',
      '',
      "  line 7  error  No module named '…'  3 times",
      "      Log  ModuleNotFoundError: No module named 'cv2'",
      '      Why  It is not installed.',
      '      Works  Install it',
      '      At  /w/a.py:3',
      '',
      '/w/b.log',
      '',
      "  line 7  error  No module named '…'",
      "      Log  ModuleNotFoundError: No module named 'cv2'",
      '      Works  Install it',
      '',
    ].join('\n'),
  );
  assert.deepEqual(made.marks, [
    { reportLine: 4, entry: 'python/no-module', path: '/w/a.log', line: 7 },
    { reportLine: 12, entry: 'python/no-module', path: '/w/b.log', line: 7 },
  ]);
});

test('long text is wrapped, and a very long line is cut', () => {
  const finding = readFinding(JSON.stringify({ ...FINDING, root_cause: 'word '.repeat(60), text: 'x'.repeat(5_000) }));
  assert.ok(finding);
  const made = report('', [finding], WORDS);
  assert.ok(made.text.split('\n').every((line) => line.length <= 215));
  assert.ok(made.text.includes('\n           word word'));
});

test('what is no finding is passed over', () => {
  for (const line of ['', 'null', '{}', '{"path":1}', 'not JSON', '[1]']) assert.equal(readFinding(line), undefined, line);
});

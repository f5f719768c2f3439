import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brief, parts } from './message';

test('of the cause the first sentence is shown', () => {
  const message = 'E: x\nIt needs 3.5 GB, e.g. Ampere, on CUDA. Then it fails. And so on…\nWorks: Do it. Now. (90 %)';
  assert.equal(brief(message), 'E: x\nIt needs 3.5 GB, e.g. Ampere, on CUDA.\nWorks: Do it. Now. (90 %)');
  assert.equal(brief('E: x\n原因在此。还有。\n可行：安装它。好'), 'E: x\n原因在此。\n可行：安装它。好');
  assert.equal(brief('E: x\nno sentence'), 'E: x\nno sentence');
  assert.equal(brief('E: a. B'), 'E: a. B');
});

test('a message has an error and what works', () => {
  assert.deepEqual(parts('E: x\nwhy\nWorks: Do it (90 %)'), { title: 'E: x', works: 'Do it (90 %)' });
  assert.deepEqual(parts('E: x\n可行：安装（90 %）'), { title: 'E: x', works: '安装（90 %）' });
  assert.deepEqual(parts('E: x'), { title: 'E: x', works: undefined });
});

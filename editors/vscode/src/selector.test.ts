import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCompressed, isLogName, isOwnChannel } from './selector';

test('the own channels are left out and no others', () => {
  const own = (path: string, scheme = 'output'): boolean => isOwnChannel({ scheme, path }, 'loglore.loglore');
  assert.ok(own('extension-output-loglore.loglore-#1-loglore'));
  assert.ok(own('/loglore.loglore.loglore'));
  assert.ok(own('Loglore.loglore.loglore.log'));
  assert.ok(!own('extension-output-ms-python.python-#1-Python'));
  assert.ok(!own('extension-output-loglore.loglore2-#1-x'));
  assert.ok(!own('/loglore.loglore.loglore', 'file'));
});

test('logs are known by their names', () => {
  assert.ok(['/a/b.log', 'C:\\x\\y.LOG', 'x.log.1', 'job.out', 'job.err.12'].every(isLogName));
  assert.ok(!['a.txt', 'log', 'catalog', 'a.log.gz', 'x.logic'].some(isLogName));
  assert.ok(isCompressed('/a.log.gz') && isCompressed('b.ZST') && !isCompressed('a.log'));
});

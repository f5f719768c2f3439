import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { findBinary, type Places } from './binary';

function program(path: string, mode = 0o755): string {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, '');
  chmodSync(path, mode);
  return path;
}

test('the server is found in its order', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'loglore-'));
  t.after(() => {
    rmSync(root, { recursive: true });
  });
  const places: Places = {
    configured: '',
    extension: join(root, 'extension'),
    workspace: join(root, 'workspace'),
    path: ['', 'relative', join(root, 'none'), join(root, 'bin')].join(delimiter),
    windows: false,
  };
  assert.deepEqual(await findBinary(places), { missing: 'everywhere', tried: join(root, 'extension', 'bundled', 'loglore') });

  const installed = program(join(root, 'bin', 'loglore'));
  assert.deepEqual(await findBinary(places), { path: installed, origin: 'path' });

  const bundled = program(join(root, 'extension', 'bundled', 'loglore'));
  assert.deepEqual(await findBinary(places), { path: bundled, origin: 'bundled' });

  const own = program(join(root, 'workspace', 'out', 'loglore'));
  const expected = { path: own, origin: 'setting' };
  assert.deepEqual(await findBinary({ ...places, configured: own }), expected);
  assert.deepEqual(await findBinary({ ...places, configured: 'out/loglore' }), expected);
  assert.deepEqual(await findBinary({ ...places, configured: ' ${workspaceFolder}/out/loglore ' }), expected);
  assert.deepEqual(await findBinary({ ...places, configured: 'loglore' }), { path: installed, origin: 'setting' });
});

test('a setting that names no program is told, whatever else there is', async (t) => {
  const root = mkdtempSync(join(tmpdir(), 'loglore-'));
  t.after(() => {
    rmSync(root, { recursive: true });
  });
  program(join(root, 'bundled', 'loglore'));
  const places: Places = { configured: '', extension: root, workspace: undefined, path: '', windows: false };
  const none = join(root, 'none');
  assert.deepEqual(await findBinary({ ...places, configured: none }), { missing: 'setting', tried: none });
  const text = program(join(root, 'text'), 0o644);
  assert.deepEqual(await findBinary({ ...places, configured: text }), { missing: 'setting', tried: text });
  assert.deepEqual(await findBinary({ ...places, configured: root }), { missing: 'setting', tried: root });
  assert.deepEqual(await findBinary({ ...places, configured: 'a/b' }), { missing: 'setting', tried: 'a/b' });
});

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const json = (path: string): Record<string, string> => JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>;

test('every text of package.json is there in English and in Chinese, and no text too many', () => {
  const named = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? '').sort();
  assert.ok(named.length > 40);
  assert.deepEqual(Object.keys(json('package.nls.json')).sort(), named);
  assert.deepEqual(Object.keys(json('package.nls.zh-cn.json')).sort(), named);
});

test('every message of the code is there in Chinese, with the same places to fill in', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const used = new Set<string>();
  for (const file of files) {
    for (const match of readFileSync(join('src', file), 'utf8').matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)) used.add(match[1] ?? '');
  }
  const chinese = json('l10n/bundle.l10n.zh-cn.json');
  assert.deepEqual(Object.keys(chinese).sort(), [...used].sort());
  const places = (text: string): string[] => (text.match(/\{\d\}/g) ?? []).sort();
  for (const [english, translated] of Object.entries(chinese)) assert.deepEqual(places(translated), places(english), english);
});

test('the settings are those that the server reads', () => {
  const source = readFileSync('../../src/config.rs', 'utf8');
  const known = [...source.matchAll(/^ {12}"([\w.]+)" =>/gm)].map((match) => `loglore.${match[1] ?? ''}`).sort();
  assert.ok(known.length >= 11, known.join());
  const properties = (JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { configuration: { properties: object } } }).contributes.configuration.properties;
  const own = ['server.path', 'terminal.enabled', 'terminal.announce', 'debugConsole.enabled', 'output.decorations', 'trace.server'].map((name) => `loglore.${name}`);
  assert.deepEqual(Object.keys(properties).sort(), [...known, ...own].sort());
});

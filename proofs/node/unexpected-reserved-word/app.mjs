import { readFile } from 'node:fs/promises';

function load() {
  const text = await readFile('app.mjs', 'utf8');
  return text.length;
}

console.log(await load() > 0);

// Bundles the extension, or with --test the unit tests.
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
process.chdir(here);
const tests = process.argv.includes('--test');
const watch = process.argv.includes('--watch');


if (tests) {
  const files = readdirSync('src', { recursive: true }).filter((name) => name.endsWith('.test.ts'));
  rmSync('dist/test', { recursive: true, force: true });
  await build({
    entryPoints: files.map((name) => join('src', name)),
    entryNames: '[name]',
    outdir: 'dist/test',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
  });
} else {
  // The walkthrough shows the pictures of the documentation; a vsix holds only what lies below this folder.
  const pictures = '../../docs/images';
  if (existsSync(pictures)) {
    for (const name of readdirSync(pictures).filter((name) => name.startsWith('vscode-'))) {
      copyFileSync(join(pictures, name), join('media', name));
    }
  }
  copyFileSync('../../entries/schema.json', 'media/entry.schema.json');
  const options = {
    entryPoints: ['src/extension.ts'],
    outfile: 'dist/extension.js',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // The oldest VS Code of `engines` runs extensions on node 20.
    target: 'node20',
    external: ['vscode'],
    minify: !watch,
    sourcemap: watch,
    logLevel: 'warning',
  };
  if (watch) await (await context(options)).watch();
  else await build(options);
}

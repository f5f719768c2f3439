// Runs the checks and says how many hold.
import { mkdirSync } from 'node:fs';
import { Bench } from './lib/bench.mjs';
import { editor } from './checks/editor.mjs';
import { output } from './checks/output.mjs';
import { restricted } from './checks/restricted.mjs';
import { scan } from './checks/scan.mjs';
import { server } from './checks/server.mjs';
import { terminal } from './checks/terminal.mjs';

const args = process.argv.slice(2);
const slow = args.includes('--slow');
const names = args.filter((arg) => !arg.startsWith('--'));
mkdirSync(process.env.SHOTS, { recursive: true });
const started = Date.now();
/** After so many the editor is broken, or the machine, and each further one would only be waited for. */
const MAX_FAILED = 6;
let passed = 0;
let failed = 0;

/** Runs one check and goes on, whatever comes of it. */
async function check(bench, name, run) {
  const begun = Date.now();
  const took = () => `${((Date.now() - begun) / 1000).toFixed(1)} s`;
  try {
    await run();
    passed += 1;
    console.log(`ok    ${name} (${took()})`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name} (${took()})\n      ${String(error?.message ?? error).replace(/\n/g, '\n      ')}`);
    await bench.shot(`failed-${name.replace(/[^a-z0-9]+/gi, '-')}`).catch(() => undefined);
    // The next check finds the editor as it would have.
    await bench.page.keyboard.press('Escape').catch(() => undefined);
    await bench.ask('closeAll').catch(() => undefined);
  }
}

/** Starts an editor for a group of checks. */
async function group(name, options, groups) {
  const all = groups.flatMap((make) => make).filter(([title, , only]) => (only !== 'slow' || slow) && (names.length === 0 || names.some((part) => title.includes(part))));
  if (all.length === 0) return;
  const begun = Date.now();
  let bench;
  try {
    bench = await Bench.start(name, options);
    console.log(`      ${name}: the editor is there after ${((Date.now() - begun) / 1000).toFixed(1)} s`);
    for (const [title, run] of all) {
      if (failed >= MAX_FAILED) throw new Error('too much has failed; the rest is not tried');
      await check(bench, title, () => run(bench));
    }
  } catch (error) {
    failed += 1;
    console.log(`FAIL  ${name}: ${error?.stack ?? error}`);
  } finally {
    await bench?.stop();
  }
}

const CV2 = "ModuleNotFoundError: No module named 'cv2'\n";
const files = { 'jobs/slurm.out': CV2, 'jobs/server.log.1': CV2, 'jobs/x.err.12': CV2, 'jobs/catalog.txt': CV2 };
await group('main', { files }, [editor, output, terminal, scan, server]);
await group('restricted', restricted.options, [restricted.checks]);
console.log(`${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(0)} s)`);
process.exitCode = failed === 0 ? 0 : 1;

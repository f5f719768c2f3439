// Scans from the disk, and entries.
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { holds, noRawMarkdown, until } from '../lib/bench.mjs';

const report = (bench, patience) =>
  until(
    'a result is in front',
    async () => {
      const { active } = await bench.ask('state');
      return active?.uri.startsWith('loglore-scan:') && (await bench.ask('text', { uri: active.uri }));
    },
    patience,
  );

export const scan = [
  [
    'a file is scanned, and its result leads to the line and to the entry',
    async (bench) => {
      const { page } = bench;
      await page.dblclick('.explorer-folders-view .monaco-list-row:has-text("train.log")');
      await until('the log is in front', async () => (await bench.ask('state')).active?.uri === bench.uri('train.log'));
      await bench.palette('loglore: Scan a File');
      const text = await report(bench);
      holds(text, 'train.log', 'line 145', 'CUDA out of memory', "device_map='auto'", 'train.py:97');
      await page.locator('.codelens-decoration a', { hasText: 'Open at line 145' }).first().waitFor();
      await bench.shot('scan-dark');
      await page.locator('.codelens-decoration a', { hasText: 'Open at line 145' }).first().click();
      await until('the log is in front at its line', async () => {
        const { active } = await bench.ask('state');
        return active?.uri === bench.uri('train.log') && active.selection.start.line === 144;
      });
      await bench.ask('closeAll');
    },
  ],
  [
    'the logs of the workspace are scanned',
    async (bench) => {
      await bench.palette('loglore: Scan the Logs of the Workspace');
      holds(await report(bench), 'train.log', 'line 145', 'slurm.out', 'server.log.1', 'x.err.12');
      await bench.ask('closeAll');
    },
  ],
  [
    'a log that is too big for the editor is scanned from the disk',
    async (bench) => {
      const { page } = bench;
      const big = createWriteStream(join(bench.workspace, 'big.log'));
      const line = `${'2026-01-01 00:00:00 INFO all is well '.repeat(4)}\n`;
      for (let mb = 0; mb < 52; mb += 1) big.write(line.repeat(Math.ceil(1_048_576 / line.length)));
      await new Promise((resolve) => big.end("ModuleNotFoundError: No module named 'cv2'\n", resolve));
      await page.locator('.explorer-folders-view .monaco-list-row:has-text("big.log")').first().waitFor();
      await page.dblclick('.explorer-folders-view .monaco-list-row:has-text("big.log")');
      const item = page.locator('.statusbar-item', { hasText: 'Scan this log from the disk' }).first();
      await item.waitFor();
      await bench.shot('scan-big-dark');
      await item.locator('a').click();
      // A debug build reads 5 MB a second, and less on a busy machine.
      holds(await report(bench, 120_000), 'big.log', 'No module named');
      await bench.ask('closeAll');
    },
  ],
  [
    'an entry is looked up and read',
    async (bench) => {
      const { page } = bench;
      await bench.palette('loglore: Open an Entry');
      await page.locator('.quick-input-widget:visible input').first().fill('module-not-found');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'python/module-not-found' }).first().waitFor();
      await bench.shot('entries-dark');
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'python/module-not-found' }).first().click();
      await bench.card().locator('main h3').waitFor();
      const text = await bench.card().locator('body').innerText();
      holds(text, 'python/module-not-found', 'What works');
      noRawMarkdown(text);
      await bench.ask('closeAll');
    },
  ],
];

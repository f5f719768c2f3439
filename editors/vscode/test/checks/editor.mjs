// A training log beside the program that wrote it.
import { holds, noRawMarkdown, until } from '../lib/bench.mjs';

const ERROR = 'torch.OutOfMemoryError';
const ENTRY = 'llm/huggingface-model-load-oom-on-cpu';
const FIX = /device_map='auto'/;

/** Opens the log and goes to its error by its row in the Problems panel. */
async function toError({ page }) {
  await page.locator('.markers-panel .monaco-list-row', { hasText: ERROR }).first().click();
  await page.locator('.editor-instance .squiggly-error').first().waitFor();
}

export const editor = [
  [
    'a log has a squiggle under its error and a row in the Problems panel',
    async (bench) => {
      const { page } = bench;
      await page.dblclick('.explorer-folders-view .monaco-list-row:has-text("train.log")');
      await page.locator('.editor-instance .view-line').first().waitFor();
      await page.keyboard.press('Control+Shift+M');
      const row = page.locator('.markers-panel .monaco-list-row', { hasText: ERROR });
      await row.first().waitFor();
      holds(await row.first().innerText(), ENTRY);
      await toError(bench);
    },
  ],
  [
    'pointing at the error shows its card',
    async (bench) => {
      const at = await bench.place('.editor-instance .view-line', 'OutOfMemoryError');
      const text = await bench.hover({ x: at.x + 100, y: at.y });
      holds(text, 'The weights themselves do not fit', 'What works', "device_map='auto'", 'Whole explanation');
      noRawMarkdown(text);
      await bench.shot('log-hover-dark');
      await bench.page.keyboard.press('Escape');
      await bench.ask('command', { name: 'workbench.action.closePanel' });
      await bench.picture('hover', async () => {
        await bench.ask('command', { name: 'editor.action.showHover', args: [{ focus: 'autoFocusImmediately' }] });
        await bench.page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'What works' }).first().waitFor();
        // The card stands below what the Problems panel says of it.
        for (let line = 0; line < 5; line += 1) await bench.ask('command', { name: 'editor.action.scrollDownHover' });
      });
      await bench.page.keyboard.press('Escape');
    },
  ],
  [
    'the light bulb offers what works, and the source that failed is changed and shown',
    async (bench) => {
      const { page } = bench;
      const before = bench.read('train.py');
      await bench.picture('fix', async () => {
        await bench.lightBulb('OutOfMemoryError');
      });
      await page.keyboard.press('Escape');
      const rows = await bench.lightBulb('OutOfMemoryError');
      const titles = (await rows.allInnerTexts()).map((title) => title.replace(/\u00a0/g, ' '));
      const wanted = titles.findIndex((title) => FIX.test(title) && !/comment|Copy/.test(title));
      if (wanted < 0) throw new Error(`no such action: ${titles.join(' | ')}`);
      await bench.shot('log-fixes-dark');
      const focused = async () => (await rows.evaluateAll((all) => all.findIndex((one) => one.classList.contains('focused')))) === wanted;
      for (let press = 0; press < 20 && !(await focused()); press += 1) await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await until('train.py is in front with its change', async () => {
        const { active } = await bench.ask('state');
        return active?.uri === bench.uri('train.py') && (await bench.ask('text', { uri: active.uri })) !== before;
      });
      const text = await bench.ask('text', { uri: bench.uri('train.py') });
      // The quotes are those of the file.
      holds(text, 'AutoModelForCausalLM.from_pretrained(args.model, device_map="auto")');
      const { active } = await bench.ask('state');
      if (active.selected !== 'device_map="auto"') throw new Error(`selected is: ${active.selected}`);
      await page.locator('.editor-instance .view-line', { hasText: 'device_map="auto"' }).first().waitFor();
      await bench.shot('log-fixed-dark');
      await bench.picture('fixed', () => page.locator('.editor-instance .view-line', { hasText: 'device_map="auto"' }).first().waitFor());
      await page.keyboard.press('Control+S');
      await until('the file is changed on the disk', () => bench.read('train.py') === text);
    },
  ],
  [
    'files of other names are read, also rotated ones',
    async (bench) => {
      const there = async (file) => {
        await bench.ask('select', { uri: bench.uri(file), from: 0, to: 0 });
        await until(`${file} is read`, async () => (await bench.ask('state')).diagnostics.some(({ uri }) => uri === bench.uri(file)));
        await bench.ask('command', { name: 'workbench.action.closeActiveEditor' });
      };
      for (const file of ['jobs/slurm.out', 'jobs/server.log.1', 'jobs/x.err.12']) await there(file);
    },
  ],
  [
    'a log that is pasted into a new file is read',
    async (bench) => {
      await bench.ask('untitled', { language: 'plaintext', content: "x\nModuleNotFoundError: No module named 'cv2'\n" });
      await until('there is a finding', async () => {
        const { diagnostics } = await bench.ask('state');
        return diagnostics.some(({ uri, id }) => uri.startsWith('untitled:') && id === 'python/module-not-found');
      });
      await bench.ask('command', { name: 'workbench.action.revertAndCloseActiveEditor' });
    },
  ],
  [
    'the whole explanation opens in a view of its own, dark and light',
    async (bench) => {
      const { page } = bench;
      await bench.ask('select', { uri: bench.uri('train.log'), from: 144, to: 144 });
      await bench.palette('loglore: Explain the Error');
      const card = bench.card();
      await card.locator('main h3').waitFor();
      const text = await card.locator('body').innerText();
      holds(text, 'train.log:', 'The weights themselves do not fit', 'What works', 'Known not to work', 'Quantise to 4 or 8 bits', 'huggingface.co');
      noRawMarkdown(text);
      await bench.shot('card-dark');
      await bench.ask('setting', { name: 'workbench.colorTheme', value: 'Default Light Modern' });
      await page.locator('.monaco-workbench.vs').waitFor();
      await until('the card is light', () => card.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor === 'rgb(255, 255, 255)'));
      await bench.shot('card-light');
    },
  ],
  [
    'code of the card is copied by its button',
    async (bench) => {
      await bench.card().locator('a.copy').first().click();
      await until('the code is on the clipboard', async () => /device_map='auto'/.test(await bench.ask('clipboard')));
      await bench.ask('closeAll');
    },
  ],
  [
    'the card of a log looks right in the light theme',
    async (bench) => {
      await bench.ask('select', { uri: bench.uri('train.log'), from: 144, to: 144 });
      const at = await bench.place('.editor-instance .view-line', 'OutOfMemoryError');
      noRawMarkdown(await bench.hover({ x: at.x + 100, y: at.y }));
      await bench.shot('log-hover-light');
      await bench.page.keyboard.press('Escape');
      await bench.ask('setting', { name: 'workbench.colorTheme', value: 'Default Dark Modern' });
      await bench.page.locator('.monaco-workbench.vs-dark').waitFor();
    },
  ],
  [
    'an entry is begun from selected lines',
    async (bench) => {
      await bench.ask('select', { uri: bench.uri('train.log'), from: 144, to: 145 });
      await bench.palette('loglore: Write an Entry');
      await until('a new entry is in front', async () => {
        const { active } = await bench.ask('state');
        return active && /\/\.loglore\/entries\/.*\.json$/.test(active.uri) && /"regex"/.test(await bench.ask('text', { uri: active.uri }));
      });
      await bench.ask('command', { name: 'workbench.action.revertAndCloseActiveEditor' });
    },
  ],
  [
    'an entry is begun from text of any other document',
    async (bench) => {
      await bench.ask('untitled', { language: 'markdown', content: 'It says:\n\nFrobnicateError: the frob is not nicated in slot 7\n' });
      await bench.page.locator('.editor-instance .view-line', { hasText: 'FrobnicateError' }).first().click();
      await bench.palette('loglore: Write an Entry');
      await until('a new entry is in front', async () => {
        const { active } = await bench.ask('state');
        return active && /\/\.loglore\/entries\//.test(active.uri) && /FrobnicateError/.test(await bench.ask('text', { uri: active.uri }));
      });
      await bench.ask('command', { name: 'workbench.action.revertAndCloseActiveEditor' });
      await bench.ask('command', { name: 'workbench.action.revertAndCloseActiveEditor' });
    },
  ],
];

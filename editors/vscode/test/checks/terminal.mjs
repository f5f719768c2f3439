// A command that fails in a terminal.
import { holds, noRawMarkdown, until } from '../lib/bench.mjs';

const rows = (page) => page.locator('.xterm-rows').first().innerText();
const ofTerminal = async (bench) => (await bench.ask('state')).diagnostics.filter(({ uri }) => uri.startsWith('loglore-terminal:'));

async function type(bench, text) {
  await bench.page.locator('.xterm-helper-textarea').first().focus();
  await bench.page.keyboard.type(text);
  await bench.page.keyboard.press('Enter');
}

export const terminal = [
  [
    'a command that fails has a row in the Problems panel and an item in the status bar',
    async (bench) => {
      const { page } = bench;
      await bench.palette('Terminal: Create New Terminal');
      await page.locator('.xterm-rows').first().waitFor();
      await until('the shell tells of its commands', async () => (await bench.ask('state')).terminals.some(({ integrated }) => integrated));
      await type(bench, `python3 -c "import nosuchmodule"`);
      await until('there is a finding', async () => (await ofTerminal(bench)).some(({ id }) => id === 'python/module-not-found'));
      await page.locator('.statusbar-item', { hasText: 'Known error: ModuleNotFoundError' }).first().waitFor();
      holds(await rows(page), 'ModuleNotFoundError');
      if ((await bench.ask('state')).tabs.length > 1) throw new Error('a tab has come up by itself');
      await bench.shot('terminal-dark');
      await bench.picture('terminal', () => page.locator('.xterm-rows', { hasText: 'nosuchmodule' }).first().waitFor());
      await bench.ask('command', { name: 'workbench.actions.view.problems' });
      await page.locator('.markers-panel .monaco-list-row', { hasText: 'python3' }).first().waitFor();
      holds(await page.locator('.markers-panel .monaco-list-row', { hasText: 'nosuchmodule' }).first().innerText(), 'import nosuchmodule');
      await bench.shot('terminal-problems-dark');
      await bench.ask('command', { name: 'workbench.action.terminal.focus' });
    },
  ],
  [
    'the error is a link on its line in the terminal',
    async (bench) => {
      const { page } = bench;
      const at = await bench.place('.xterm-rows > div', 'No module named');
      await page.mouse.move(at.x, at.y + 40);
      await page.keyboard.down('Control');
      try {
        await page.mouse.move(at.x, at.y, { steps: 6 });
        await until('it is underlined', () =>
          page.evaluate(() => [...document.querySelectorAll('.xterm-rows span')].some((one) => /underline/.test(getComputedStyle(one).textDecorationLine))),
        );
        await page.mouse.click(at.x, at.y);
      } finally {
        await page.keyboard.up('Control');
      }
      const body = bench.card().locator('body');
      await bench.card().locator('main h3').waitFor();
      const text = await body.innerText();
      holds(text, 'No module named', 'What works', 'python3 -c import nosuchmodule');
      noRawMarkdown(text);
      await bench.shot('terminal-card-dark');
      await bench.ask('closeAll');
    },
  ],
  [
    'without an editor the last error is explained, and what works is a list',
    async (bench) => {
      const { page } = bench;
      await bench.palette('loglore: Explain the Error');
      await bench.card().locator('main h3').waitFor();
      holds(await bench.card().locator('body').innerText(), 'nosuchmodule');
      await bench.ask('closeAll');
      await bench.palette('loglore: Show What Works');
      const row = page.locator('.quick-input-list .monaco-list-row', { hasText: 'Copy: python -m pip install' }).first();
      await row.waitFor();
      await bench.shot('terminal-fixes-dark');
      await row.click();
      await until('the command is on the clipboard', async () => /pip install nosuchmodule/.test(await bench.ask('clipboard')));
      await bench.ask('command', { name: 'workbench.action.terminal.focus' });
    },
  ],
  [
    'other commands leave the finding, the same command renews it',
    async (bench) => {
      await type(bench, 'echo fine');
      await until('the command has run', async () => /\nfine/.test(await rows(bench.page)));
      const before = await ofTerminal(bench);
      if (before.length !== 1) throw new Error(`${before.length} findings`);
      await type(bench, `python3 -c "import nosuchmodule"`);
      await until('it is found anew, and once', async () => {
        const now = await ofTerminal(bench);
        return now.length === 1 && now[0].uri !== before[0].uri;
      });
    },
  ],
  [
    'a task is read like a command',
    async (bench) => {
      await bench.ask('task', { command: `python3 -c "import nosuchthing"` });
      await until('there is a finding', async () => (await ofTerminal(bench)).some(({ uri }) => /nosuchthing/.test(decodeURIComponent(uri))));
    },
  ],
  [
    'what a debugged program prints to the debug console is read',
    async (bench) => {
      await bench.ask('debug', { text: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'debugged'\n" });
      await until('there is a finding', async () => (await ofTerminal(bench)).some(({ uri }) => /program\/debug console/.test(decodeURIComponent(uri))));
    },
  ],
  [
    'the output of a test is read where it is opened in an editor',
    async (bench) => {
      await bench.ask('test', { message: 'it failed', output: "ModuleNotFoundError: No module named 'cv2'\n" });
      await bench.ask('command', { name: 'testing.showMostRecentOutput' });
      await bench.page.locator('.test-output-peek-tree .monaco-list-row').first().waitFor();
      await until('there is a finding', async () => {
        await bench.ask('command', { name: 'testing.openMessageInEditor' });
        return (await bench.ask('state')).diagnostics.some(({ uri }) => uri.startsWith('vscode-test-data:'));
      });
      await bench.page.keyboard.press('Escape');
      await bench.ask('closeAll');
    },
  ],
  [
    'a document that nobody sees is kept for longer than three minutes',
    async (bench) => {
      const [first] = await ofTerminal(bench);
      const open = async () => (await bench.ask('state')).documents.some(({ uri }) => uri === first.uri);
      const end = Date.now() + 200_000;
      while (Date.now() < end) {
        await until('it is open', open, 3_000);
        await until('its finding is there', async () => (await ofTerminal(bench)).some(({ uri }) => uri === first.uri), 100);
      }
    },
    'slow',
  ],
  [
    'the settings turn it off',
    async (bench) => {
      for (const name of ['terminal', 'debugConsole']) await bench.ask('setting', { name: `loglore.${name}.enabled`, value: false });
      await until('nothing of terminals is left', async () => (await ofTerminal(bench)).length === 0);
      await bench.page.locator('.statusbar-item', { hasText: 'Known error:' }).first().waitFor({ state: 'detached' });
      for (const name of ['terminal', 'debugConsole']) await bench.ask('setting', { name: `loglore.${name}.enabled`, value: undefined });
      await bench.ask('closeTerminals');
    },
  ],
];

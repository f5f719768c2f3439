// The server itself: its language, its absence, the walkthrough.
import { holds, until } from '../lib/bench.mjs';

const toast = (page, text) => page.locator('.notification-toast, .notifications-center .notification-list-item', { hasText: text }).first();

export const server = [
  [
    'explanations are in Chinese where that is set',
    async (bench) => {
      await bench.ask('setting', { name: 'loglore.locale', value: 'zh-CN' });
      await bench.ask('untitled', { language: 'log', content: "ModuleNotFoundError: No module named 'cv2'\n" });
      await until('the message is Chinese', async () => {
        const { diagnostics } = await bench.ask('state');
        return diagnostics.some(({ uri, message }) => uri.startsWith('untitled:') && /可行：/.test(message));
      });
      await bench.ask('command', { name: 'workbench.action.revertAndCloseActiveEditor' });
      await bench.ask('setting', { name: 'loglore.locale', value: undefined });
    },
  ],
  [
    'the walkthrough has its pictures',
    async (bench) => {
      const { page } = bench;
      // In a narrow editor VS Code leaves the pictures out.
      await bench.ask('command', { name: 'workbench.action.closePanel' });
      await page.setViewportSize({ width: 1680, height: 900 });
      await bench.ask('command', { name: 'workbench.action.openWalkthrough', args: ['loglore.loglore#loglore.start'] });
      const picture = page.locator('.gettingStartedContainer img').first();
      await picture.waitFor();
      await until('the picture is loaded', () => picture.evaluate((image) => image.complete && image.naturalWidth > 0));
      if (!(await picture.isVisible())) throw new Error('the picture is not shown');
      await bench.shot('walkthrough-dark');
      await bench.ask('closeAll');
      await page.setViewportSize({ width: 1280, height: 800 });
    },
  ],
  [
    'the server is restarted and works again',
    async (bench) => {
      await bench.ask('untitled', { language: 'log', content: "ModuleNotFoundError: No module named 'cv2'\n" });
      const found = async () => (await bench.ask('state')).diagnostics.some(({ uri }) => uri.startsWith('untitled:'));
      await until('there is a finding', found);
      const restarted = bench.palette('loglore: Restart');
      await until('its findings are gone', async () => !(await found()));
      await restarted;
      await until('there is a finding again', found);
      await bench.ask('command', { name: 'workbench.action.revertAndCloseActiveEditor' });
    },
  ],
  [
    'without a program a message says what to do',
    async (bench) => {
      const { page } = bench;
      await bench.ask('setting', { name: 'loglore.server.path', value: '/nowhere/loglore' });
      const message = toast(page, '/nowhere/loglore');
      await message.waitFor();
      holds(await message.innerText(), 'loglore.server.path', 'no program of that name', 'Set the path', 'How to install');
      await bench.shot('no-server-dark');
      await bench.ask('setting', { name: 'loglore.server.path', value: undefined });
      await bench.ask('untitled', { language: 'log', content: "ModuleNotFoundError: No module named 'cv2'\n" });
      await until('it works again', async () => (await bench.ask('state')).diagnostics.some(({ uri }) => uri.startsWith('untitled:')));
      await bench.ask('command', { name: 'workbench.action.revertAndCloseActiveEditor' });
    },
  ],
];

// An output channel that another extension writes to.
import { holds, noRawMarkdown, until } from '../lib/bench.mjs';

const LINE = "ModuleNotFoundError: No module named 'cv2'";

/** The marks that are drawn in the panel: underlined texts, and notes behind lines. */
function marks({ page }) {
  return page.evaluate(() => {
    const spans = [...document.querySelectorAll('.part.panel .view-line span[class*="ced-"]')];
    const wavy = (one) => getComputedStyle(one).textDecorationStyle === 'wavy' && getComputedStyle(one).textDecorationLine.includes('underline');
    return {
      underlined: spans.filter(wavy).map((one) => one.textContent.replace(/\u00a0/g, ' ')),
      colours: spans.filter(wavy).map((one) => getComputedStyle(one).textDecorationColor),
      notes: spans.map((one) => getComputedStyle(one, '::after').content).filter((text) => text !== 'none' && text !== 'normal'),
    };
  });
}

const underlined = async (bench, count) => (await marks(bench)).underlined.join('').split('No module named').length - 1 === count;

export const output = [
  [
    'a known error in an output channel is underlined, with a note behind it',
    async (bench) => {
      await bench.ask('append', { name: 'Build', text: `$ python detect.py\nreading frames\n${LINE}\n` });
      await bench.ask('show', { name: 'Build' });
      await until('it is underlined', () => underlined(bench, 1));
      const { notes, colours } = await marks(bench);
      if (!notes.some((note) => note.includes('known error'))) throw new Error(`no note: ${JSON.stringify(notes)}`);
      if (colours.some((colour) => !/^rgba?\(/.test(colour) || colour === 'rgb(204, 204, 204)')) throw new Error(`no colour of errors: ${colours.join()}`);
      const { diagnostics } = await bench.ask('state');
      if (!diagnostics.some(({ uri }) => uri.startsWith('output:'))) throw new Error('no row in the Problems panel');
    },
  ],
  [
    'what is appended is marked too, and marks come back with the channel',
    async (bench) => {
      await bench.ask('append', { name: 'Build', text: `again\n${LINE.replace('cv2', 'yaml')}\n` });
      await until('both are underlined', () => underlined(bench, 2));
      await bench.ask('append', { name: 'Other', text: 'nothing here\n' });
      await bench.ask('show', { name: 'Other' });
      await until('no mark is there', () => underlined(bench, 0));
      await bench.ask('show', { name: 'Build' });
      await until('both are underlined again', () => underlined(bench, 2));
    },
  ],
  [
    'the card in the output panel carries what can be done, as links that work',
    async (bench) => {
      const at = await bench.place('.part.panel .view-line', 'cv2');
      const text = await bench.hover(at);
      holds(text, 'What works', 'Whole explanation', 'Copy: python -m pip install');
      noRawMarkdown(text);
      await bench.shot('output-hover-dark');
      await bench.page.keyboard.press('Escape');
      await bench.picture('output', async () => bench.hover(await bench.place('.part.panel .view-line', 'cv2')));
      await bench.page.keyboard.press('Escape');
      await bench.hover(await bench.place('.part.panel .view-line', 'cv2'));
      const link = bench.page.locator('.monaco-hover:not(.hidden) a', { hasText: 'Copy: python -m pip install' }).first();
      const box = await link.boundingBox();
      await bench.page.mouse.move(box.x + 40, box.y + box.height / 2, { steps: 15 });
      await bench.page.mouse.click(box.x + 40, box.y + box.height / 2);
      await until('the command is on the clipboard', async () => /^python -m pip install/.test(await bench.ask('clipboard')));
      await bench.page.keyboard.press('Escape');
    },
  ],
  [
    'links of a log are no commands in the card',
    async (bench) => {
      const evil = "open '[x](command:workbench.action.closeWindow)'";
      await bench.ask('append', { name: 'Evil', text: `Error: ENOENT: no such file or directory, ${evil}\n` });
      await bench.ask('show', { name: 'Evil' });
      await until('it is underlined', async () => (await marks(bench)).underlined.join('').includes('ENOENT'));
      await bench.hover(await bench.place('.part.panel .view-line', 'no such file'));
      const addresses = await bench.page.evaluate(() =>
        [...document.querySelectorAll('.monaco-hover:not(.hidden) a')].map((one) => one.dataset.href ?? one.getAttribute('href') ?? ''),
      );
      const commands = addresses.filter((address) => address.startsWith('command:'));
      if (commands.length < 2) throw new Error(`no links of ours: ${addresses.join(' ')}`);
      for (const command of commands) if (!/^command:loglore\.(doOffer|explain)\?/.test(command)) throw new Error(`a command that is not ours: ${command}`);
      await bench.page.keyboard.press('Escape');
    },
  ],
  [
    'a log channel is marked as well',
    async (bench) => {
      await bench.ask('append', { name: 'Service', text: LINE, log: true });
      await bench.ask('show', { name: 'Service' });
      await until('it is underlined', () => underlined(bench, 1));
      await bench.shot('output-log-channel-dark');
    },
  ],
  [
    'the own channel is left out',
    async (bench) => {
      await bench.ask('command', { name: 'loglore.showLog' });
      await until('the own channel is open', async () => (await bench.ask('state')).documents.some(({ uri }) => /^output:.*loglore\.loglore/.test(uri)));
      // What the server is told of in order: when it has answered about the next channel, it has seen this one.
      await bench.ask('show', { name: 'Build' });
      await until('the other channel is read', () => underlined(bench, 2));
      const { diagnostics } = await bench.ask('state');
      if (diagnostics.some(({ uri }) => uri.includes('loglore.loglore'))) throw new Error('the own channel is read');
    },
  ],
];

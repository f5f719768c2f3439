// Starts a code-server with the extension, and a browser on it.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const { CACHE, ROOT, SHOTS, VSIX, TEST_VSIX } = process.env;

/** Longest that anything is waited for. Milliseconds. */
export const PATIENCE = 20_000;

const SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'security.workspace.trust.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.fontFamily': 'DejaVu Sans Mono',
  'terminal.integrated.fontFamily': 'DejaVu Sans Mono',
  // Text of the terminal is in the page then, and not painted.
  'terminal.integrated.gpuAcceleration': 'off',
  'window.restoreWindows': 'none',
  'files.autoSave': 'off',
  'git.enabled': false,
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Calls until what comes back is true, or is not refused. */
export async function until(what, probe, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      last = await probe();
      if (last) return last;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`waited ${patience / 1000} s in vain: ${what}; at last: ${last instanceof Error ? last.message : JSON.stringify(last)?.slice(0, 1500)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** One editor with a workspace of its own. */
export class Bench {
  static async start(name, { settings = {}, trust = true, files = {} } = {}) {
    const bench = new Bench();
    bench.name = name;
    bench.folder = join(CACHE, 'run', name);
    bench.workspace = join(bench.folder, 'finetune');
    rmSync(bench.folder, { recursive: true, force: true });
    mkdirSync(join(bench.folder, 'data', 'User'), { recursive: true });
    mkdirSync(bench.workspace, { recursive: true });
    for (const file of ['train.log', 'train.py']) cpSync(join(ROOT, 'examples', file), join(bench.workspace, file));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(bench.workspace, path, '..'), { recursive: true });
      writeFileSync(join(bench.workspace, path), text);
    }
    writeFileSync(join(bench.folder, 'data', 'User', 'settings.json'), JSON.stringify({ ...SETTINGS, ...settings }, null, 2));
    writeFileSync(join(bench.folder, 'config.yaml'), 'auth: none\n');
    bench.port = await freePort();
    bench.benchPort = await freePort();
    const node = join(CACHE, 'node', 'node_modules', 'node', 'bin', 'node');
    const args = [
      join(CACHE, 'code-server', 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
      ...['--config', join(bench.folder, 'config.yaml'), '--user-data-dir', join(bench.folder, 'data')],
      ...['--extensions-dir', join(bench.folder, 'extensions'), '--disable-telemetry', '--disable-update-check'],
      ...['--disable-getting-started-override', ...(trust ? ['--disable-workspace-trust'] : [])],
    ];
    const home = join(bench.folder, 'home');
    mkdirSync(home);
    writeFileSync(join(home, '.bashrc'), "PS1='$ '\n");
    // No entries and settings of the one who runs the checks.
    const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache'), SHELL: '/bin/bash', BENCH_PORT: String(bench.benchPort) };
    execFileSync(node, [...args, '--install-extension', VSIX, '--install-extension', TEST_VSIX], { env, stdio: 'pipe' });
    const log = openSync(join(bench.folder, 'code-server.log'), 'w');
    // A process group of its own, so that its end is the end of all that it started.
    bench.server = spawn(node, [...args, '--auth', 'none', '--bind-addr', `127.0.0.1:${bench.port}`, '--ignore-last-opened', bench.workspace], { env, stdio: ['ignore', log, log], detached: true });
    await until('code-server answers', async () => (await fetch(`http://127.0.0.1:${bench.port}/healthz`)).ok);
    bench.browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
    const context = await bench.browser.newContext({ viewport: { width: 1280, height: 800 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: `http://127.0.0.1:${bench.port}` });
    bench.page = await context.newPage();
    bench.page.setDefaultTimeout(PATIENCE);
    await bench.page.goto(`http://127.0.0.1:${bench.port}/?folder=${bench.workspace}`);
    await bench.page.waitForSelector('.explorer-folders-view .monaco-list-row', { timeout: 60_000 });
    await until('both extensions run', async () => (await bench.ask('state')).extensions.every((one) => one.active), 60_000);
    return bench;
  }

  async stop() {
    await this.browser?.close();
    if (this.server) {
      try {
        process.kill(-this.server.pid, 'SIGTERM');
      } catch {
        // It has ended by itself.
      }
    }
  }

  /** Asks the test extension. */
  async ask(what, rest = {}) {
    const answer = await fetch(`http://127.0.0.1:${this.benchPort}/`, { method: 'POST', body: JSON.stringify({ what, ...rest }), signal: AbortSignal.timeout(PATIENCE) });
    const { error, answer: value } = await answer.json();
    if (error) throw new Error(`${what}: ${error}`);
    return value;
  }

  uri(file) {
    return `file://${join(this.workspace, file)}`;
  }

  read(file) {
    return readFileSync(join(this.workspace, file), 'utf8');
  }

  shot(name, clip) {
    return this.page.screenshot({ path: join(SHOTS, `${name}.png`), animations: 'disabled', ...(clip ? { clip } : {}) });
  }

  /** A picture for the documentation, of a smaller window, so that it can be read where it is shown small. */
  async picture(name, prepare) {
    const { page } = this;
    await page.setViewportSize({ width: 1000, height: 640 });
    await this.ask('command', { name: 'workbench.action.closeSidebar' });
    try {
      await prepare();
      // The size of a terminal is told for a moment when it has changed.
      await until('nothing but the editor is shown', () =>
        page.evaluate(() => ![...document.querySelectorAll('.terminal-resize-overlay')].some((one) => one.classList.contains('visible'))),
      );
      await this.shot(`vscode-${name}`);
    } finally {
      await this.ask('command', { name: 'workbench.view.explorer' });
      await page.setViewportSize({ width: 1280, height: 800 });
    }
  }

  /** Runs a command of the palette as a user does: by its name. */
  async palette(title) {
    const { page } = this;
    await page.keyboard.press('F1');
    const input = page.locator('.quick-input-widget:visible input[type="text"], .quick-input-widget:visible input.input').first();
    await input.fill(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  /** The middle of a word on the screen, in the first element that matches and holds it. */
  async place(selector, word) {
    return until(`"${word}" is on the screen`, () =>
      this.page.evaluate(
        ([selector, word]) => {
          const plain = (text) => text.replace(/\u00a0/g, ' ');
          for (const element of document.querySelectorAll(selector)) {
            if (!plain(element.textContent).includes(word)) continue;
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
              const at = plain(node.data).indexOf(word);
              if (at < 0) continue;
              const range = document.createRange();
              range.setStart(node, at);
              range.setEnd(node, at + word.length);
              const box = range.getBoundingClientRect();
              if (box.width > 0) return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
            }
          }
          return null;
        },
        [selector, word],
      ),
    );
  }

  /** Points at a place and gives the text of the card that comes. */
  async hover(at) {
    const { page } = this;
    await page.mouse.move(at.x, at.y - 120);
    await page.mouse.move(at.x - 3, at.y, { steps: 4 });
    await page.mouse.move(at.x, at.y, { steps: 4 });
    const card = page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'What works' }).first();
    await card.waitFor();
    return (await page.locator('.monaco-hover:not(.hidden)').allInnerTexts()).join('\n');
  }

  /**
   * Opens the menu of the light bulb at a word, and gives its rows. An editor that is still being laid out closes the menu
   * again, so the key is pressed until the menu is there, as a user would.
   */
  async lightBulb(word) {
    const { page } = this;
    const rows = page.locator('.action-widget .monaco-list-row.action');
    await until(`the light bulb's menu is open at "${word}"`, async () => {
      const at = await this.place('.editor-instance .view-line', word);
      await page.mouse.click(at.x, at.y);
      await page.keyboard.press('Control+.');
      await rows.first().waitFor({ timeout: PATIENCE / 4 });
      return true;
    }, 3 * PATIENCE);
    return rows;
  }

  /** The view's frame that shows the card. */
  card() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }
}

/** Fails if a text shows marks of Markdown that should have become something. */
export function noRawMarkdown(text) {
  const raw = /\*\*|^#{1,6} |\]\(|```|\\[.:_*`[(]/m.exec(text);
  if (raw) throw new Error(`raw Markdown is shown: ${text.slice(Math.max(0, raw.index - 60), raw.index + 60)}`);
}

export function holds(text, ...parts) {
  for (const part of parts) if (!text.includes(part)) throw new Error(`"${part}" is not in: ${text.slice(0, 2_000)}`);
}

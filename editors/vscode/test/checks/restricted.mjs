// A workspace that the user has not trusted.
import { until } from '../lib/bench.mjs';

const ENTRY = {
  id: 'own/frob',
  signature: 'FrobnicateError',
  regex: 'FrobnicateError: (?P<what>.+)',
  domain: 'own',
  root_cause: 'The frob.',
  workarounds: [{ action: 'Nicate it' }],
  samples: [{ text: 'FrobnicateError: x', source: 'a check' }],
};

const ids = async (bench) => (await bench.ask('state')).diagnostics.map(({ id }) => id).sort().join();

export const restricted = {
  options: {
    trust: false,
    settings: { 'security.workspace.trust.enabled': true },
    files: {
      '.loglore/entries/own/frob.json': JSON.stringify(ENTRY),
      'app.log': "FrobnicateError: x\nModuleNotFoundError: No module named 'cv2'\n",
    },
  },
  checks: [
    [
      'in a restricted workspace its own entries do not count, the others do',
      async (bench) => {
        const { page } = bench;
        if ((await bench.ask('state')).trusted) throw new Error('the workspace is trusted');
        await page.dblclick('.explorer-folders-view .monaco-list-row:has-text("app.log")');
        await until('the built-in entry is found', async () => (await ids(bench)) === 'python/module-not-found');
        await bench.shot('restricted-dark');
      },
    ],
    [
      'once the workspace is trusted its own entries count',
      async (bench) => {
        const { page } = bench;
        await bench.palette('Workspaces: Manage Workspace Trust');
        await page.locator('.workspace-trust-editor a:has-text("Trust"), .workspace-trust-editor .monaco-button:has-text("Trust")').first().click();
        await until('both are found', async () => (await ids(bench)) === 'own/frob,python/module-not-found');
      },
    ],
  ],
};

// The language status item, and the item for a log that is too big for the editor.
import { promises as fs } from 'node:fs';
import * as vscode from 'vscode';
import type { Findings } from './findings';
import { activeFile } from './scan/scan';
import { SELECTOR, isLogName } from './selector';
import type { Condition, Session } from './session';

/** VS Code hands out no document of a file that is bigger. Bytes. */
const TOO_BIG = 50 * 1024 * 1024;

/** Shows how the server is, and how many known errors the document has. */
export class Status implements vscode.Disposable {
  private readonly item: vscode.LanguageStatusItem;
  private readonly big = vscode.window.createStatusBarItem('loglore.tooBig', vscode.StatusBarAlignment.Left, -11);
  private readonly listeners: vscode.Disposable[];

  constructor(
    private readonly session: Session,
    private readonly findings: Findings,
  ) {
    const filters = SELECTOR.filter((one) => typeof one === 'object');
    this.item = vscode.languages.createLanguageStatusItem('loglore.status', filters);
    this.item.name = 'loglore';
    this.big.name = vscode.l10n.t('loglore: log too big for the editor');
    this.big.command = 'loglore.scanFile';
    this.listeners = [
      session.onDidChange(() => {
        this.update();
      }),
      findings.onDidChange(() => {
        this.update();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.update();
      }),
      vscode.window.tabGroups.onDidChangeTabs(() => void this.lookAtTab()),
      vscode.window.tabGroups.onDidChangeTabGroups(() => void this.lookAtTab()),
    ];
    this.update();
    void this.lookAtTab();
  }

  private update(): void {
    const { condition } = this.session;
    this.item.busy = condition.is === 'starting';
    const problem = problemOf(condition);
    if (problem !== undefined) {
      this.item.severity = vscode.LanguageStatusSeverity.Error;
      this.item.text = `$(error) loglore`;
      this.item.detail = problem;
      this.item.command = { title: vscode.l10n.t('Show log'), command: 'loglore.showLog' };
      return;
    }
    const uri = vscode.window.activeTextEditor?.document.uri;
    const count = uri ? this.findings.of(uri).length : 0;
    this.item.severity = vscode.LanguageStatusSeverity.Information;
    this.item.text = count === 0 ? '$(pass) loglore' : `$(lightbulb) loglore: ${count}`;
    this.item.detail =
      count === 0 ? vscode.l10n.t('no known error here') : count === 1 ? vscode.l10n.t('1 known error') : vscode.l10n.t('{0} known errors', count);
    this.item.command =
      count === 0 ? { title: vscode.l10n.t('Show log'), command: 'loglore.showLog' } : { title: vscode.l10n.t('Explain'), command: 'loglore.explain' };
  }

  private async lookAtTab(): Promise<void> {
    const uri = activeFile();
    const size = uri && isLogName(uri.path) ? await sizeOf(uri.fsPath) : 0;
    // Another tab may have come to the front meanwhile.
    if (activeFile()?.toString() !== uri?.toString()) return;
    if (size > TOO_BIG) {
      this.big.text = `$(search) ${vscode.l10n.t('Scan this log from the disk')}`;
      this.big.tooltip = vscode.l10n.t('This file is too big for the editor to hand it to extensions. loglore can read it from the disk.');
      this.big.show();
    } else {
      this.big.hide();
    }
  }

  dispose(): void {
    this.item.dispose();
    this.big.dispose();
    for (const listener of this.listeners) listener.dispose();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await fs.stat(path)).size;
  } catch {
    return 0;
  }
}

/** What is wrong with the server, for people. */
export function problemOf(condition: Condition): string | undefined {
  if (condition.is === 'missing' && 'missing' in condition.found) {
    const { missing, tried } = condition.found;
    return missing === 'setting'
      ? vscode.l10n.t('The setting "loglore.server.path" names {0}, and there is no program of that name.', tried)
      : vscode.l10n.t('There is no loglore program: none came with this extension ({0}), and none is on the PATH.', tried);
  }
  if (condition.is === 'failed') return vscode.l10n.t('The server does not run: {0}', condition.reason);
  return undefined;
}

// How a known error in a terminal is told: quietly.
import * as vscode from 'vscode';
import type { Finding, Findings } from './findings';
import { TERMINAL_SCHEME } from './selector';

/** Characters of the item in the status bar. */
const MAX_TITLE = 48;

/** An item in the status bar for the latest known error in a terminal; by setting a message instead, or nothing. */
export class Notice implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem('loglore.terminal', vscode.StatusBarAlignment.Left, -10);
  private shown: Finding | undefined;
  /** Errors that were told, by document: each is told once. */
  private readonly told = new Set<string>();
  private readonly listeners: vscode.Disposable[];

  constructor(
    private readonly findings: Findings,
    private readonly open: (finding: Finding) => Promise<void>,
  ) {
    this.item.name = vscode.l10n.t('loglore: known error in a terminal');
    this.item.command = 'loglore.showNotice';
    this.listeners = [
      vscode.commands.registerCommand('loglore.showNotice', () => this.show()),
      findings.onDidAppear((fresh) => {
        const finding = fresh.at(-1);
        if (finding?.uri.scheme === TERMINAL_SCHEME) this.tell(finding);
      }),
      findings.onDidChange((uris) => {
        const { shown } = this;
        if (shown && uris.some((uri) => uri.toString() === shown.uri.toString()) && findings.of(shown.uri).length === 0) this.hide();
      }),
    ];
  }

  private tell(finding: Finding): void {
    const name = `${finding.uri.toString()}\n${finding.id}`;
    if (this.told.has(name)) return;
    this.told.add(name);
    const title = vscode.l10n.t('Known error: {0}', cut(finding.title));
    const how = vscode.workspace.getConfiguration('loglore').get<string>('terminal.announce', 'statusBar');
    if (how === 'notification') {
      const explain = vscode.l10n.t('Explain');
      void vscode.window.showInformationMessage(title, explain).then((chosen) => (chosen === explain ? this.open(finding) : undefined));
    }
    if (how !== 'statusBar') return;
    this.shown = finding;
    this.item.text = `$(lightbulb) ${title.replace(/\$\(/g, '$ (')}`;
    this.item.tooltip = [finding.title, finding.works].filter((line) => line !== undefined).join('\n\n');
    this.item.show();
  }

  private async show(): Promise<void> {
    const { shown } = this;
    this.hide();
    if (!shown) return;
    // It may have moved since.
    const now = this.findings.of(shown.uri).find((one) => one.id === shown.id);
    await this.open(now ?? shown);
  }

  private hide(): void {
    this.shown = undefined;
    this.item.hide();
  }

  dispose(): void {
    this.item.dispose();
    for (const listener of this.listeners) listener.dispose();
  }
}

function cut(title: string): string {
  const line = title.replace(/\s+/g, ' ');
  return line.length > MAX_TITLE ? `${line.slice(0, MAX_TITLE).trimEnd()}…` : line;
}

// Scans files from the disk, also those that are too big for the editor, and shows what was found as a document.
import * as vscode from 'vscode';
import { editorLines } from './lines';
import { languageOptions, loreOptions, run } from '../program';
import { isCompressed, isLogName } from '../selector';
import type { Session } from '../session';
import { readFinding, report, type Mark, type Report, type Scanned } from './report';

/** The scheme of the documents that show what a scan found. */
const SCHEME = 'loglore-scan';
/** A report of more findings is no help to anybody. */
const MAX_FINDINGS = 1_000;
/** Paths in one command line; its length is limited. */
const PATHS_AT_ONCE = 200;
/** Files of a workspace that are scanned. */
const MAX_FILES = 20_000;

/** More than logs; what is none is left out by its name. */
const MAYBE_LOGS = '{**/*.log*,**/*.out*,**/*.err*,**/*.trace*}';
const NOT_LOGS = '**/{node_modules,.git,.venv,venv,site-packages}/**';

/** The scans, and the documents with their results. */
export class Scans implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  private readonly reports = new Map<string, Report>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly listeners: vscode.Disposable[];

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly session: Session,
    private readonly extension: vscode.ExtensionContext,
    private readonly log: vscode.LogOutputChannel,
  ) {
    this.listeners = [
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerCodeLensProvider({ scheme: SCHEME }, this),
    ];
  }

  /** Scans a file; without one that of the active tab, else one that the user picks. */
  async file(chosen?: vscode.Uri): Promise<void> {
    const uri = chosen ?? activeFile() ?? (await this.pick());
    if (uri) await this.scan([uri.fsPath], vscode.workspace.asRelativePath(uri));
  }

  /** Scans the log files of the workspace. */
  async workspace(): Promise<void> {
    const files = await vscode.workspace.findFiles(MAYBE_LOGS, NOT_LOGS, MAX_FILES);
    const isLog = (uri: vscode.Uri): boolean => uri.scheme === 'file' && isLogName(uri.path.replace(/\.(gz|zst)$/i, ''));
    const paths = files.filter(isLog).map((uri) => uri.fsPath);
    if (paths.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There are no log files in this workspace.'));
      return;
    }
    await this.scan(paths.sort(), vscode.workspace.name ?? 'workspace');
  }

  private async pick(): Promise<vscode.Uri | undefined> {
    const chosen = await vscode.window.showOpenDialog({ canSelectMany: false, openLabel: vscode.l10n.t('Scan') });
    return chosen?.[0];
  }

  private async scan(paths: string[], name: string): Promise<void> {
    const title = vscode.l10n.t('Looking for known errors in {0}', name);
    const options = { location: vscode.ProgressLocation.Notification, title, cancellable: true };
    const started = Date.now();
    try {
      const result = await vscode.window.withProgress(options, (_, token) => this.findings(paths, token));
      if (result) await this.show(name, paths.length, result, Date.now() - started);
    } catch (error) {
      void vscode.window.showErrorMessage(`loglore: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private async findings(paths: string[], token: vscode.CancellationToken): Promise<{ found: Scanned[]; more: number } | undefined> {
    const settings = vscode.workspace.getConfiguration('loglore');
    const disabled = new Set(settings.get<string[]>('entries.disabled', []));
    const found: Scanned[] = [];
    let more = 0;
    for (let at = 0; at < paths.length; at += PATHS_AT_ONCE) {
      let rest = '';
      const take = (piece: string): void => {
        const lines = (rest + piece).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          const finding = readFinding(line);
          if (!finding || disabled.has(finding.entry)) continue;
          if (found.length < MAX_FINDINGS) found.push(finding);
          else more += 1;
        }
      };
      const confidence = String(settings.get('minimumConfidence', 0));
      const options = ['scan', '--format', 'json', ...languageOptions(), ...loreOptions(), '--min-confidence', confidence];
      const { status, stderr } = await run(this.session, this.extension, [...options, '--', ...paths.slice(at, at + PATHS_AT_ONCE)], take, token);
      if (token.isCancellationRequested) return undefined;
      if (stderr.trim() !== '') this.log.warn(stderr.trim());
      // 1 says that something was found.
      if (status !== 0 && status !== 1 && found.length === 0) throw new Error(stderr.trim() || `exit status ${String(status)}`);
    }
    await this.countLines(found);
    return { found, more };
  }

  /** Lines are named as the editor counts them, where it can open the file. */
  private async countLines(found: Scanned[]): Promise<void> {
    for (const path of new Set(found.map((finding) => finding.path))) {
      if (isCompressed(path)) continue;
      const here = found.filter((finding) => finding.path === path);
      try {
        const lines = await editorLines(path, here.map(({ start }) => start.offset));
        for (const { start } of here) start.line = lines.get(start.offset) ?? start.line;
      } catch (error) {
        this.log.warn(`${path}: ${String(error)}`);
      }
    }
  }

  private async show(name: string, files: number, { found, more }: { found: Scanned[]; more: number }, took: number): Promise<void> {
    const seconds = (took / 1000).toFixed(1);
    if (found.length === 0) {
      void vscode.window.showInformationMessage(vscode.l10n.t('No known error in {0} ({1} s).', name, seconds));
      return;
    }
    const heading = [vscode.l10n.t('Known errors in {0}: {1} (files read: {2}, {3} s)', name, found.length + more, files, seconds)];
    if (more > 0) heading.push(vscode.l10n.t('The first {0} are shown.', found.length));
    const made = report(heading.join('\n'), found, {
      why: vscode.l10n.t('Why   '),
      works: vscode.l10n.t('Works '),
      source: vscode.l10n.t('Source'),
      log: vscode.l10n.t('Log   '),
      line: (line) => vscode.l10n.t('line {0}', line),
      times: (count) => vscode.l10n.t('{0} times', count),
    });
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name.replace(/^.*[\\/]/, '')} – known errors.txt` });
    this.reports.set(uri.toString(), made);
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: false });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.reports.get(uri.toString())?.text ?? '';
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const marks = this.reports.get(document.uri.toString())?.marks ?? [];
    return marks.flatMap((mark) => lenses(mark));
  }

  dispose(): void {
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }
}

function lenses(mark: Mark): vscode.CodeLens[] {
  const range = new vscode.Range(mark.reportLine, 0, mark.reportLine, 0);
  const at = new vscode.Range(mark.line - 1, 0, mark.line - 1, 0);
  return [
    new vscode.CodeLens(range, { title: vscode.l10n.t('Explain'), command: 'loglore.explainEntry', arguments: [mark.entry] }),
    ...(isCompressed(mark.path)
      ? []
      : [
          new vscode.CodeLens(range, {
            title: vscode.l10n.t('Open at line {0}', mark.line),
            command: 'vscode.open',
            arguments: [vscode.Uri.file(mark.path), { selection: at, preview: false }],
          }),
        ]),
  ];
}

/** The file of the active tab, also of one that is too big to be handed out as a document. */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputText && input.uri.scheme === 'file' ? input.uri : undefined;
}

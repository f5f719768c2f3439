// loglore in VS Code: what begins with the editor, and what ends with it.
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { CardView } from './card/view';
import { explain, registerCommands, type Parts } from './commands';
import { Entries } from './entries';
import { Findings } from './findings';
import { hoverMiddleware } from './hover';
import { brief } from './message';
import { Notice } from './notice';
import { Kept } from './offers';
import { OutputMarks } from './output';
import { Scans } from './scan/scan';
import { TERMINAL_SCHEME, isOwnChannel } from './selector';
import { Session } from './session';
import { Status, problemOf } from './status';
import { TerminalDocuments } from './terminal/documents';
import { terminalLinks } from './terminal/terminalLinks';
import { watchTerminals } from './terminal/watch';

let session: Session | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('loglore', { log: true });
  const findings = new Findings();
  const kept = new Kept();
  const documents = new TerminalDocuments();
  const server: Session = new Session(context, log, middleware(() => server, context.extension.id, findings, kept, documents));
  session = server;
  const view = new CardView(kept, vscode.Uri.joinPath(context.extensionUri, 'media', 'icon.png'));
  const entries = new Entries(server, context, view);
  const scans = new Scans(server, context, log);
  const parts: Parts = { session: server, findings, kept, view, entries, scans, documents };
  const open = (finding: Parameters<typeof explain>[1]): Promise<void> => explain(parts, finding);
  context.subscriptions.push(
    log,
    findings,
    documents,
    server,
    view,
    entries,
    scans,
    registerCommands(parts),
    new OutputMarks(findings),
    new Notice(findings, open),
    new Status(server, findings),
    watchTerminals(documents, findings, log),
    terminalLinks(documents, findings, open),
    server.onDidChange((condition) => {
      tellProblem(problemOf(condition), condition.is === 'missing');
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('loglore.server')) void server.restart();
    }),
    // From now on the folder's own entries and settings count.
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.restart()),
  );
  await server.restart();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

function middleware(server: () => Session, extensionId: string, findings: Findings, kept: Kept, documents: TerminalDocuments): Middleware {
  const own = (document: vscode.TextDocument): boolean => isOwnChannel(document.uri, extensionId);
  return {
    didOpen: (document, next) => (own(document) ? Promise.resolve() : next(document)),
    didChange: (event, next) => (own(event.document) ? Promise.resolve() : next(event)),
    didClose: (document, next) => (own(document) ? Promise.resolve() : next(document)),
    provideHover: hoverMiddleware(server, findings, kept),
    handleDiagnostics: (uri, diagnostics, next) => {
      // Between a terminal's document being closed and opened again its rows would go and come in the Problems panel.
      const reopening = uri.scheme === TERMINAL_SCHEME && documents.has(uri) && !isOpen(uri);
      for (const diagnostic of diagnostics) diagnostic.message = brief(diagnostic.message);
      if (diagnostics.length > 0 || !reopening) next(uri, diagnostics);
    },
  };
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

/** Says what is wrong with the server, and what can be done. */
function tellProblem(problem: string | undefined, missing: boolean): void {
  if (problem === undefined) return;
  const settings = vscode.l10n.t('Set the path');
  const install = vscode.l10n.t('How to install');
  const showLog = vscode.l10n.t('Show log');
  const choices = missing ? [settings, install] : [showLog, settings];
  void vscode.window.showErrorMessage(problem, ...choices).then((chosen) => {
    if (chosen === settings) return vscode.commands.executeCommand('workbench.action.openSettings', 'loglore.server.path');
    if (chosen === install) return vscode.commands.executeCommand('workbench.action.openWalkthrough', 'loglore.loglore#loglore.start');
    if (chosen === showLog) return vscode.commands.executeCommand('loglore.showLog');
    return undefined;
  });
}

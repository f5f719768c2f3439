// The commands of the palette and those that the server, links and lenses name.
import * as vscode from 'vscode';
import type { CardView } from './card/view';
import type { Entries } from './entries';
import type { Finding, Findings } from './findings';
import { COPY, DO, EXPLAIN, REVEAL } from './links';
import { card, offers, type Kept, type Offer } from './offers';
import type { Scans } from './scan/scan';
import type { Session } from './session';
import type { Run, TerminalDocuments } from './terminal/documents';

/** What the commands work with. */
export interface Parts {
  session: Session;
  findings: Findings;
  kept: Kept;
  view: CardView;
  entries: Entries;
  scans: Scans;
  documents: TerminalDocuments;
}

/** A position as JSON has it: of the protocol and of VS Code alike. */
interface PlainPosition {
  line: number;
  character: number;
}

/** Registers all commands. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const register = (name: string, run: (...args: never[]) => unknown): vscode.Disposable =>
    vscode.commands.registerCommand(name, run as (...args: unknown[]) => unknown);
  return vscode.Disposable.from(
    register(EXPLAIN, (uri?: unknown, position?: PlainPosition) => explainAt(parts, uri, position)),
    register('loglore.explainEntry', (id: string) => parts.entries.explain(id)),
    register('loglore.showFixes', (uri?: unknown, position?: PlainPosition) => showFixes(parts, uri, position)),
    register('loglore.scanFile', (uri?: unknown) => parts.scans.file(uri instanceof vscode.Uri ? uri : undefined)),
    register('loglore.scanWorkspace', () => parts.scans.workspace()),
    register('loglore.writeEntryFromSelection', () => writeEntry(parts)),
    register('loglore.openEntry', () => parts.entries.choose(meant(parts)?.id)),
    register('loglore.restart', () => parts.session.restart()),
    register('loglore.showLog', () => {
      parts.session.log.show();
    }),
    register(DO, (number: unknown) => parts.kept.run(number)),
    register(COPY, copy),
    register(REVEAL, reveal),
  );
}

/** Shows the card of a finding, with what can be done about it. */
export async function explain(parts: Parts, finding: Finding): Promise<void> {
  const { uri, range, id } = finding;
  const markdown = await card(parts.session, uri, range.start).catch(() => undefined);
  if (markdown === undefined) {
    // The output panel shows another channel by now, or the terminal is closed: the entry itself can still be read.
    await parts.entries.explain(id);
    return;
  }
  const possible = await offers(parts.session, uri, range).catch((): Offer[] => []);
  parts.view.show({ id, markdown, offers: possible, place: { uri, position: range.start } });
}

async function explainAt(parts: Parts, uri: unknown, position: PlainPosition | undefined): Promise<void> {
  const finding = at(parts, uri, position) ?? meant(parts);
  if (finding) await explain(parts, finding);
  else nothingKnown();
}

/** The light bulb's menu; where the editor has none, a list of the same. */
async function showFixes(parts: Parts, uri: unknown, position: PlainPosition | undefined): Promise<void> {
  const finding = at(parts, uri, position) ?? meant(parts);
  if (!finding) {
    nothingKnown();
    return;
  }
  if (finding.uri.scheme === 'file' || finding.uri.scheme === 'untitled') {
    const { start } = finding.range;
    await vscode.window.showTextDocument(finding.uri, { selection: new vscode.Range(start, start) });
    await vscode.commands.executeCommand('editor.action.quickFix');
    return;
  }
  const possible = await offers(parts.session, finding.uri, finding.range);
  const items = possible.map((offer) => ({ label: offer.title, detail: offer.disabled ?? '', run: offer.disabled === undefined ? offer.run : undefined }));
  const whole = { label: `$(book) ${vscode.l10n.t('Whole explanation')}`, detail: '', run: () => explain(parts, finding) };
  const chosen = await vscode.window.showQuickPick([...items, whole], { placeHolder: finding.title });
  await chosen?.run?.();
}

/** The finding that an address and a position name. */
function at({ findings }: Parts, uri: unknown, position: PlainPosition | undefined): Finding | undefined {
  if (!position) return undefined;
  const address = typeof uri === 'string' ? vscode.Uri.parse(uri) : uri;
  if (!(address instanceof vscode.Uri)) return undefined;
  return findings.nearest(address, position.line);
}

/** The finding at the cursor, else the nearest in the document, else the one that appeared last. */
function meant({ findings }: Parts): Finding | undefined {
  const editor = vscode.window.activeTextEditor;
  const here = editor && findings.nearest(editor.document.uri, editor.selection.active.line);
  return here ?? findings.last();
}

function nothingKnown(): void {
  void vscode.window.showInformationMessage(vscode.l10n.t('There is no known error at the cursor, and none was seen so far.'));
}

/** The server begins an entry for the selected lines, or for the error at the cursor. */
async function writeEntry(parts: Parts): Promise<void> {
  const client = parts.session.client;
  const editor = vscode.window.activeTextEditor;
  if (!client || !editor) {
    void vscode.window.showInformationMessage(vscode.l10n.t('Select the lines of an error first, in a log or in any other document.'));
    return;
  }
  let { document } = editor;
  let first = editor.selection.start.line;
  let last = editor.selection.end.line;
  if (last > first && editor.selection.end.character === 0) last -= 1;
  let snippet: Run | undefined;
  if (!isRead(parts, document)) {
    // The server draws up entries from what it reads, so the selected text becomes a document that it does.
    const lines = new vscode.Range(first, 0, last, document.lineAt(last).text.length);
    snippet = parts.documents.begin(undefined, 'selection');
    parts.documents.feed(snippet, document.getText(lines));
    document = await vscode.workspace.openTextDocument(snippet.uri);
    [first, last] = [0, last - first];
  }
  const deed = { document: client.code2ProtocolConverter.asUri(document.uri), do: 'writeEntry', first, last };
  try {
    await vscode.commands.executeCommand('loglore.writeEntry', deed);
  } catch (error) {
    void vscode.window.showErrorMessage(`loglore: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    if (snippet) parts.documents.drop(snippet);
  }
}

/** Whether the server reads a document. */
function isRead({ session }: Parts, document: vscode.TextDocument): boolean {
  const selector = session.client?.clientOptions.documentSelector ?? [];
  const filters = selector.filter((one) => typeof one === 'object').filter((one) => !('notebook' in one));
  return vscode.languages.match(filters, document) > 0;
}

async function copy(text: unknown): Promise<void> {
  if (typeof text !== 'string') return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(`$(check) ${vscode.l10n.t('Copied')}`, 3_000);
}

/** Shows a place: the server names it after a fix, with what was changed. */
async function reveal(uri: unknown, range?: { start: PlainPosition; end: PlainPosition }): Promise<void> {
  if (typeof uri !== 'string') return;
  const address = vscode.Uri.parse(uri);
  const document = await vscode.workspace.openTextDocument(address);
  const selection = range
    ? new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character)
    : new vscode.Range(0, 0, 0, 0);
  await vscode.window.showTextDocument(document, { preview: false, selection, viewColumn: columnOf(address) });
}

/** Where a document is shown already, else beside nothing: not in the column of the card. */
function columnOf(uri: vscode.Uri): vscode.ViewColumn {
  for (const group of vscode.window.tabGroups.all) {
    if (group.tabs.some((tab) => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString())) return group.viewColumn;
  }
  const active = vscode.window.tabGroups.activeTabGroup;
  return active.activeTab?.input instanceof vscode.TabInputWebview ? vscode.ViewColumn.One : active.viewColumn;
}

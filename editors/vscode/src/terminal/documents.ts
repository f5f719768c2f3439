// What commands in terminals and debugged programs print, as documents that the server reads like any log.
import * as vscode from 'vscode';
import { TERMINAL_SCHEME } from '../selector';
import { TerminalText } from './text';

/** A document follows its stream no oftener than this. */
const INTERVAL_MS = 250;
/** Of a terminal the documents of so many commands are kept. */
const MAX_OF_OWNER = 4;
/** So many are kept in all. VS Code holds 50 unseen documents at most. */
const MAX_RUNS = 24;

/** A terminal or a debug session. */
export interface Owner {
  readonly name: string;
}

/** One command or debugged program, and what it prints. */
export interface Run {
  uri: vscode.Uri;
  /** None for a text that comes from elsewhere. */
  owner: Owner | undefined;
  commandLine: string;
  text: TerminalText;
  /** The document has been opened. */
  opened: boolean;
  timer: NodeJS.Timeout | undefined;
}

/** The documents of the commands that run or ran. */
export class TerminalDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly runs = new Map<string, Run>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly listeners: vscode.Disposable[];
  private count = 0;

  readonly onDidChange = this.changed.event;

  constructor() {
    this.listeners = [
      vscode.workspace.registerTextDocumentContentProvider(TERMINAL_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument((document) => {
        // VS Code closes a document that nobody sees after three minutes. It is still true what it says, so it is opened
        // again, but not within this event: the editor has not finished closing it.
        const run = this.runs.get(document.uri.toString());
        if (run) setTimeout(() => void this.open(run), 0);
      }),
    ];
  }

  /** A command begins. */
  begin(owner: Owner | undefined, commandLine: string): Run {
    this.count += 1;
    const path = `/${plain(owner?.name ?? '', 'terminal')}/${plain(commandLine, 'command')}.${this.count}.log`;
    const run: Run = {
      uri: vscode.Uri.from({ scheme: TERMINAL_SCHEME, path }),
      owner,
      commandLine,
      text: new TerminalText(),
      opened: false,
      timer: undefined,
    };
    this.runs.set(run.uri.toString(), run);
    const older = this.of(owner);
    for (const old of older.slice(0, Math.max(0, older.length - MAX_OF_OWNER))) this.drop(old);
    for (const old of this.all().slice(0, Math.max(0, this.runs.size - MAX_RUNS))) this.drop(old);
    return run;
  }

  /** The commands of a terminal that have documents, the latest last. */
  of(owner: Owner | undefined): Run[] {
    return this.all().filter((run) => run.owner === owner);
  }

  /** All commands that have documents, the latest last. */
  all(): Run[] {
    return [...this.runs.values()];
  }

  /** Whether an address is that of a command that is kept. */
  has(uri: vscode.Uri): boolean {
    return this.runs.has(uri.toString());
  }

  /** More output has come. */
  feed(run: Run, piece: string): void {
    run.text.feed(piece);
    if (run.timer !== undefined || run.text.isEmpty()) return;
    // The first piece is shown at once, the others in turns: output may come faster than anyone can read.
    if (!run.opened) this.show(run);
    run.timer = setTimeout(() => {
      run.timer = undefined;
      this.show(run);
    }, INTERVAL_MS);
  }

  private show(run: Run): void {
    if (!this.has(run.uri)) return;
    if (run.opened) this.changed.fire(run.uri);
    else void this.open(run);
  }

  private async open(run: Run): Promise<void> {
    run.opened = true;
    await vscode.workspace.openTextDocument(run.uri);
  }

  /** A command is not of interest any more: its document becomes empty, and VS Code closes it in its time. */
  drop(run: Run): void {
    clearTimeout(run.timer);
    if (this.runs.delete(run.uri.toString()) && run.opened) this.changed.fire(run.uri);
  }


  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.runs.get(uri.toString())?.text.text() ?? '';
  }

  dispose(): void {
    for (const run of this.all()) this.drop(run);
    for (const listener of this.listeners) listener.dispose();
    this.changed.dispose();
  }
}

/** A name that can stand in a path, and be read in the Problems panel. */
function plain(name: string, otherwise: string): string {
  const words = name.replace(/[^\p{L}\p{N}._=+@-]+/gu, ' ').trim();
  return words.slice(0, 40).trim() || otherwise;
}

// Reads what commands print, where the shell tells when they begin and end (shell integration), and what debugged programs
// print to the debug console.
import * as vscode from 'vscode';
import type { Findings } from '../findings';
import type { Owner, Run, TerminalDocuments } from './documents';

/** Follows the commands of all terminals as long as the setting is on. */
export function watchTerminals(documents: TerminalDocuments, findings: Findings, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution((event) => {
      if (!enabled('terminal')) return;
      // At once: what is printed before somebody reads is lost.
      const stream = event.execution.read();
      follow(documents, findings, event.terminal, event.execution.commandLine.value, stream).catch((error: unknown) => {
        log.warn(`the output of a command could not be read: ${String(error)}`);
      });
    }),
    vscode.window.onDidCloseTerminal((terminal) => {
      for (const run of documents.of(terminal)) documents.drop(run);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('loglore')) return;
      for (const run of documents.all()) if (!enabled(isSession(run.owner) ? 'debugConsole' : 'terminal')) documents.drop(run);
    }),
    vscode.debug.registerDebugAdapterTrackerFactory('*', {
      createDebugAdapterTracker: (session) => (enabled('debugConsole') ? tracker(documents, session) : undefined),
    }),
  );
}

function enabled(what: 'terminal' | 'debugConsole'): boolean {
  return vscode.workspace.getConfiguration('loglore').get<boolean>(`${what}.enabled`, true);
}

function isSession(owner: Owner | undefined): owner is vscode.DebugSession {
  return owner !== undefined && 'configuration' in owner;
}

/** The editor gives out the debug console as no document, but what debug adapters say can be heard. */
function tracker(documents: TerminalDocuments, session: vscode.DebugSession): vscode.DebugAdapterTracker {
  for (const old of documents.all()) if (isSession(old.owner) && old.owner.name === session.name) documents.drop(old);
  let run: Run | undefined;
  return {
    onDidSendMessage(message: unknown) {
      const text = printed(message);
      if (text === undefined || !enabled('debugConsole')) return;
      run ??= documents.begin(session, 'debug console');
      documents.feed(run, text);
    },
  };
}

/** What a message of a debug adapter prints to the console. */
function printed(message: unknown): string | undefined {
  const { type, event, body } = message as { type?: string; event?: string; body?: { category?: string; output?: unknown } };
  if (type !== 'event' || event !== 'output' || body?.category === 'telemetry') return undefined;
  return typeof body?.output === 'string' ? body.output : undefined;
}

async function follow(
  documents: TerminalDocuments,
  findings: Findings,
  terminal: vscode.Terminal,
  commandLine: string,
  stream: AsyncIterable<string>,
): Promise<void> {
  for (const old of documents.of(terminal)) {
    // What the same command said before is not true any more, and what nothing was found in is of no use.
    if (old.commandLine === commandLine || findings.of(old.uri).length === 0) documents.drop(old);
  }
  if (isOurs(commandLine)) return;
  const run = documents.begin(terminal, commandLine);
  for await (const piece of stream) documents.feed(run, piece);
}

/** `loglore scan` shows the lines that it finds errors in: they are no errors again. */
function isOurs(commandLine: string): boolean {
  return /(^|[|;&]\s*|[\\/])loglore(\.exe)?["']?(\s|$)/.test(commandLine);
}

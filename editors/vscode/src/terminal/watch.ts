// Reads what commands print, where the shell tells when they begin and end (shell integration).
import * as vscode from 'vscode';
import type { Findings } from '../findings';
import type { TerminalDocuments } from './documents';

/** Follows the commands of all terminals as long as the setting is on. */
export function watchTerminals(documents: TerminalDocuments, findings: Findings, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.window.onDidStartTerminalShellExecution((event) => {
      if (!enabled()) return;
      // At once: what is printed before somebody reads is lost.
      const stream = event.execution.read();
      follow(documents, findings, event.terminal, event.execution.commandLine.value, stream).catch((error: unknown) => {
        log.warn(`the output of a command could not be read: ${String(error)}`);
      });
    }),
    vscode.window.onDidCloseTerminal((terminal) => {
      documents.dropAll(terminal);
    }),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('loglore.terminal.enabled') && !enabled()) documents.dropAll();
    }),
  );
}

function enabled(): boolean {
  return vscode.workspace.getConfiguration('loglore').get<boolean>('terminal.enabled', true);
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

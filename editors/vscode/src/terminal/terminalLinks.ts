// Known errors as links on their lines in the terminal.
import * as vscode from 'vscode';
import type { Finding, Findings } from '../findings';
import type { TerminalDocuments } from './documents';

class Link extends vscode.TerminalLink {
  constructor(
    startIndex: number,
    length: number,
    readonly finding: Finding,
  ) {
    super(startIndex, length, vscode.l10n.t('Known error: show what works'));
  }
}

/** Makes a link of each known error that a terminal's command printed. */
export function terminalLinks(documents: TerminalDocuments, findings: Findings, open: (finding: Finding) => Promise<void>): vscode.Disposable {
  const provider: vscode.TerminalLinkProvider<Link> = {
    provideTerminalLinks({ terminal, line }) {
      const links: Link[] = [];
      // The latest command first: the same line may have been printed before.
      for (const run of documents.of(terminal).reverse()) {
        const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === run.uri.toString());
        if (!document) continue;
        for (const finding of findings.of(run.uri)) {
          const link = linkOn(line, document, finding);
          if (link && !links.some((other) => other.startIndex === link.startIndex)) links.push(link);
        }
      }
      return links;
    },
    handleTerminalLink({ finding }) {
      return open(finding);
    },
  };
  return vscode.window.registerTerminalLinkProvider(provider);
}

function linkOn(line: string, document: vscode.TextDocument, finding: Finding): Link | undefined {
  const { start, end } = finding.range;
  if (start.line >= document.lineCount) return undefined;
  const text = document.lineAt(start.line).text;
  if (text.trim() === '' || line.trimEnd() !== text.trimEnd()) return undefined;
  const length = (end.line === start.line ? end.character : text.trimEnd().length) - start.character;
  if (length <= 0) return undefined;
  return new Link(start.character, length, finding);
}

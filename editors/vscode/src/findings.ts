// The findings that the server has told, as diagnostics.
import * as vscode from 'vscode';
import { parts } from './message';
import { OUTPUT_SCHEME, TERMINAL_SCHEME, isLogName } from './selector';

/** One known error in a document. */
export interface Finding {
  uri: vscode.Uri;
  range: vscode.Range;
  severity: vscode.DiagnosticSeverity;
  /** The id of its entry: `<domain>/<slug>`. */
  id: string;
  /** The error, on one line. */
  title: string;
  /** What works best, if anything is known to work. */
  works: string | undefined;
}

/** Keeps which findings there are, which is the last, and tells of new ones. */
export class Findings implements vscode.Disposable {
  private readonly known = new Map<string, Set<string>>();
  private latest: Finding | undefined;
  private readonly appeared = new vscode.EventEmitter<Finding[]>();
  private readonly changed = new vscode.EventEmitter<readonly vscode.Uri[]>();
  private readonly listener = vscode.languages.onDidChangeDiagnostics((event) => {
    this.take(event.uris);
  });

  /** Findings that were not there before, of one document. */
  readonly onDidAppear = this.appeared.event;
  /** Documents whose findings have changed. */
  readonly onDidChange = this.changed.event;

  /** The findings of a document, in its order. */
  of(uri: vscode.Uri): Finding[] {
    const found = vscode.languages.getDiagnostics(uri).map((diagnostic) => finding(uri, diagnostic));
    return found.filter((one) => one !== undefined).sort((a, b) => a.range.start.compareTo(b.range.start));
  }

  /** The finding nearest to a line of a document. */
  nearest(uri: vscode.Uri, line: number): Finding | undefined {
    const distance = ({ range }: Finding): number => (line < range.start.line ? range.start.line - line : Math.max(0, line - range.end.line));
    return this.of(uri).reduce<Finding | undefined>((best, one) => (best && distance(best) <= distance(one) ? best : one), undefined);
  }

  /** The finding that appeared last. */
  last(): Finding | undefined {
    return this.latest;
  }

  private take(uris: readonly vscode.Uri[]): void {
    const changed: vscode.Uri[] = [];
    for (const uri of uris) {
      const key = uri.toString();
      const before = this.known.get(key);
      const found = this.of(uri);
      if (found.length === 0) {
        if (this.known.delete(key)) changed.push(uri);
        continue;
      }
      changed.push(uri);
      const now = new Set(found.map(nameOf));
      this.known.set(key, now);
      const fresh = found.filter((one) => !before?.has(nameOf(one)));
      // Marks in source files point to a log's error; they are none themselves.
      if (fresh.length === 0 || !isLog(uri)) continue;
      this.latest = fresh.at(-1);
      this.appeared.fire(fresh);
    }
    if (changed.length > 0) this.changed.fire(changed);
  }

  dispose(): void {
    this.listener.dispose();
    this.appeared.dispose();
    this.changed.dispose();
  }
}

/** Names a finding within its document; an edit above it does not make it a new one. */
function nameOf(one: Finding): string {
  return `${one.id}\n${one.title}`;
}

function finding(uri: vscode.Uri, diagnostic: vscode.Diagnostic): Finding | undefined {
  if (diagnostic.source !== 'loglore') return undefined;
  const code = typeof diagnostic.code === 'object' ? diagnostic.code.value : diagnostic.code;
  // Without an id it is the note that counts what is not shown, or a remark on an entry file.
  if (typeof code !== 'string' || !code.includes('/')) return undefined;
  return { uri, range: diagnostic.range, severity: diagnostic.severity, id: code, ...parts(diagnostic.message) };
}

function isLog(uri: vscode.Uri): boolean {
  if ([OUTPUT_SCHEME, TERMINAL_SCHEME, 'untitled', 'vscode-test-data'].includes(uri.scheme)) return true;
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  return document?.languageId === 'log' || isLogName(uri.path);
}

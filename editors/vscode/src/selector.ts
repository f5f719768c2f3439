// Which documents are given to the server.
import type { DocumentSelector } from 'vscode-languageclient/node';

/** The scheme of the documents that hold what commands in terminals print. */
export const TERMINAL_SCHEME = 'loglore-terminal';
/** Output channels. Their languages vary (`Log`, `log`, an extension's own), so only the scheme tells. */
export const OUTPUT_SCHEME = 'output';
/** What the test explorer shows of a test's output and messages. */
const TEST_SCHEME = 'vscode-test-data';

/** The documents that the server is told of. */
export const SELECTOR: DocumentSelector = [
  { scheme: 'file', language: 'log' },
  // Names of logs that have no language of their own, also of those that were rotated.
  { scheme: 'file', pattern: '**/*.{log,out,err,trace}' },
  { scheme: 'file', pattern: '**/*.{log,out,err,trace}.[0-9]' },
  { scheme: 'file', pattern: '**/*.{log,out,err,trace}.[0-9][0-9]' },
  // The server knows entry files, and says what is wrong with them while they are written.
  { scheme: 'file', pattern: '**/{.loglore,loglore}/entries/**/*.json' },
  { scheme: 'untitled', language: 'log' },
  // A log that is pasted into a new document is plain text at first.
  { scheme: 'untitled', language: 'plaintext' },
  { scheme: OUTPUT_SCHEME },
  { scheme: TERMINAL_SCHEME },
  { scheme: TEST_SCHEME },
];

/**
 * Whether an address is an output channel of this extension. What the server says there would come back to it as a change
 * of a document, and be answered again.
 *
 * VS Code names channels `output:extension-output-<publisher>.<name>-#1-<channel>` and `output:<publisher>.<name>.<channel>`.
 */
export function isOwnChannel(uri: { scheme: string; path: string }, extensionId: string): boolean {
  if (uri.scheme !== OUTPUT_SCHEME) return false;
  const name = uri.path.replace(/^\/+/, '').replace(/^extension-output-/, '').toLowerCase();
  const own = extensionId.toLowerCase();
  return name.startsWith(`${own}-`) || name.startsWith(`${own}.`);
}

/** Whether a file's name says that it is a log; for files that the editor hands out no document of. */
export function isLogName(path: string): boolean {
  return /\.(log|out|err|trace)(\.\d{1,2})?$/i.test(path);
}

/** The program reads compressed logs; the editor does not. */
export function isCompressed(path: string): boolean {
  return /\.(gz|zst)$/i.test(path);
}

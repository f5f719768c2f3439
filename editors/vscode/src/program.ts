// Runs the program itself, for what is done without an editor's document.
import { spawn } from 'node:child_process';
import * as vscode from 'vscode';
import type { Session } from './session';

/** What a run came to. */
export interface Outcome {
  status: number | null;
  stderr: string;
}

/** Longest text kept of what a run complains about. Characters. */
const MAX_STDERR = 10_000;

/**
 * Runs `loglore` with arguments and hands over what it prints.
 *
 * It runs in the workspace's folder, whose entries count then; in a restricted workspace in the extension's own.
 *
 * @throws if there is no program, or it cannot be started.
 */
export async function run(
  session: Session,
  extension: vscode.ExtensionContext,
  args: string[],
  take: (piece: string) => void,
  token?: vscode.CancellationToken,
): Promise<Outcome> {
  const program = session.binary;
  if (program === undefined) throw new Error(vscode.l10n.t('there is no server program; see "loglore: Show Log"'));
  const storage = extension.globalStorageUri;
  await vscode.workspace.fs.createDirectory(storage);
  const folder = vscode.workspace.isTrusted ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : undefined;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder ?? storage.fsPath, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    const stop = token?.onCancellationRequested(() => child.kill());
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', (piece: string) => {
      if (stderr.length < MAX_STDERR) stderr += piece;
    });
    child.on('error', (error) => {
      stop?.dispose();
      reject(error);
    });
    child.on('close', (status) => {
      stop?.dispose();
      resolve({ status, stderr });
    });
  });
}

/** The options that make a run know what the server knows. */
export function loreOptions(): string[] {
  const settings = vscode.workspace.getConfiguration('loglore');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const paths = settings.get<string[]>('entries.paths', []).map((path) => {
    const isWhole = path.startsWith('/') || path.startsWith('\\') || /^[a-z]:/i.test(path);
    return isWhole || !folder ? path : vscode.Uri.joinPath(folder, path).fsPath;
  });
  const domains = settings.get<string[]>('domains', []);
  return [...paths.flatMap((path) => ['--entries', path]), ...domains.flatMap((domain) => ['--domain', domain])];
}

/** The language of explanations: `--lang` of the program. */
export function languageOptions(): string[] {
  const set = vscode.workspace.getConfiguration('loglore').get<string>('locale', 'auto');
  const tag = set === 'auto' ? vscode.env.language : set;
  return ['--lang', /^zh/i.test(tag) ? 'zh' : 'en'];
}

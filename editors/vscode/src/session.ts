// The server: found, started, stopped, and what it is told of this editor.
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type FeatureState,
  type Middleware,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { findBinary, type Found } from './binary';
import { SELECTOR } from './selector';

/** The commands that this extension runs itself when the server names them. */
export const CLIENT_COMMANDS = ['loglore.copy', 'loglore.showFixes', 'loglore.reveal'];
/** After so many ends within the time below the server is not started again. */
const MAX_CRASHES = 4;
const CRASH_WINDOW_MS = 180_000;

/** How the server is. */
export type Condition = { is: 'starting' | 'running' | 'stopped' } | { is: 'missing'; found: Found } | { is: 'failed'; reason: string };

/** One running server, and its successors. */
export class Session implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Condition>();
  private running: LanguageClient | undefined;
  private program: string | undefined;
  private now: Condition = { is: 'stopped' };
  private crashes: number[] = [];
  /** Starts and stops, one after the other. */
  private turn: Promise<void> = Promise.resolve();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly extension: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
    private readonly middleware: Middleware,
  ) {}

  get condition(): Condition {
    return this.now;
  }

  /** The client of a server that answers. */
  get client(): LanguageClient | undefined {
    return this.now.is === 'running' ? this.running : undefined;
  }

  /** The program, for what is done without the server. */
  get binary(): string | undefined {
    return this.program;
  }

  /** Starts the server, or ends it and starts it anew. */
  restart(): Promise<void> {
    this.turn = this.turn.then(async () => {
      await this.end();
      await this.begin();
    });
    return this.turn;
  }

  private async begin(): Promise<void> {
    const found = await this.find();
    if (!('path' in found)) {
      this.program = undefined;
      this.log.error(`no server: tried ${found.tried}`);
      this.become({ is: 'missing', found });
      return;
    }
    this.program = found.path;
    this.log.info(`server: ${found.path} (${found.origin})`);
    this.become({ is: 'starting' });
    const client = this.create(found.path);
    this.running = client;
    client.onDidChangeState(({ newState }) => {
      if (this.running !== client) return;
      if (newState === State.Running) this.become({ is: 'running' });
      else if (newState === State.Starting) this.become({ is: 'starting' });
      else if (this.now.is === 'running') this.become({ is: 'stopped' });
    });
    try {
      await client.start();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.log.error(`the server does not start: ${reason}`);
      this.become({ is: 'failed', reason });
    }
  }

  private async end(): Promise<void> {
    const client = this.running;
    this.running = undefined;
    if (!client) return;
    try {
      await client.dispose(2_000);
    } catch (error) {
      // It has ended in another way, or does not answer; its process is killed by the client then.
      this.log.warn(`the server did not end as it should: ${String(error)}`);
    }
    this.become({ is: 'stopped' });
  }

  private find(): Promise<Found> {
    return findBinary({
      configured: vscode.workspace.getConfiguration('loglore').get('server.path', ''),
      extension: this.extension.extensionPath,
      workspace: vscode.workspace.workspaceFolders?.[0]?.uri.fsPath,
      path: process.env['PATH'] ?? '',
      windows: process.platform === 'win32',
    });
  }

  private create(path: string): LanguageClient {
    const client: LanguageClient = new LanguageClient(
      'loglore',
      'loglore',
      { command: path, args: ['lsp'], transport: TransportKind.stdio },
      {
        documentSelector: SELECTOR,
        outputChannel: this.log,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        // A folder that the user does not trust adds no entries and no settings.
        initializationOptions: { workspaceTrust: vscode.workspace.isTrusted },
        // Cards and messages hold text of logs and entries: nothing in them is a command or HTML.
        markdown: { isTrusted: false, supportHtml: false },
        middleware: this.middleware,
        errorHandler: {
          error: () => ({ action: ErrorAction.Continue }),
          closed: () => this.closed(client),
        },
      },
    );
    client.registerFeature(new OwnCapabilities());
    return client;
  }

  private closed(client: LanguageClient): { action: CloseAction; handled?: boolean } {
    if (this.running !== client) return { action: CloseAction.DoNotRestart, handled: true };
    const now = Date.now();
    this.crashes = [...this.crashes.filter((at) => now - at < CRASH_WINDOW_MS), now];
    if (this.crashes.length <= MAX_CRASHES) {
      this.log.warn('the server has ended; it is started again');
      return { action: CloseAction.Restart, handled: true };
    }
    this.crashes = [];
    const reason = vscode.l10n.t('it ended {0} times within three minutes', MAX_CRASHES + 1);
    this.log.error(`the server is not started again: ${reason}`);
    this.become({ is: 'failed', reason });
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  private become(condition: Condition): void {
    this.now = condition;
    this.changed.fire(condition);
  }

  /** Ends the server; the editor waits for it when it closes. */
  async stop(): Promise<void> {
    this.turn = this.turn.then(() => this.end());
    await this.turn;
  }

  dispose(): void {
    this.changed.dispose();
  }
}

/** What this client can do besides what the library says of it. */
class OwnCapabilities implements StaticFeature {
  fillClientCapabilities(capabilities: Parameters<StaticFeature['fillClientCapabilities']>[0]): void {
    // The library asks for diagnostics of documents in tabs only. Output channels and terminals are in none, so the server
    // sends them.
    if (capabilities.textDocument) delete capabilities.textDocument.diagnostic;
    const experimental = (capabilities.experimental ?? {}) as Record<string, unknown>;
    capabilities.experimental = { ...experimental, commands: { commands: CLIENT_COMMANDS } };
  }

  initialize(): void {
    // Nothing depends on what the server can do.
  }

  getState(): FeatureState {
    return { kind: 'static' };
  }

  clear(): void {
    // It holds nothing.
  }
}

// The entries: to look one up, to read its card or its record, to begin one.
import * as vscode from 'vscode';
import type { CardView } from './card/view';
import { languageOptions, loreOptions, run } from './program';
import type { Session } from './session';

const SCHEME = 'loglore-entry';

interface EntryItem extends vscode.QuickPickItem {
  id: string;
}

/** Looks up entries with the program. */
export class Entries implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly listener = vscode.workspace.registerTextDocumentContentProvider(SCHEME, this);

  constructor(
    private readonly session: Session,
    private readonly extension: vscode.ExtensionContext,
    private readonly view: CardView,
  ) {}

  /** Lets the user choose an entry, beginning with the one that is proposed, and shows its card or its record. */
  async choose(proposed?: string): Promise<void> {
    const record: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('json'), tooltip: vscode.l10n.t('Open the record (JSON)') };
    const picker = vscode.window.createQuickPick<EntryItem>();
    picker.placeholder = vscode.l10n.t('Id, error message or code of an entry');
    picker.matchOnDescription = true;
    picker.matchOnDetail = true;
    picker.busy = true;
    picker.show();
    picker.onDidHide(() => {
      picker.dispose();
    });
    picker.onDidAccept(() => {
      const [chosen] = picker.selectedItems;
      picker.hide();
      if (chosen) void this.explain(chosen.id);
    });
    picker.onDidTriggerItemButton(({ item }) => {
      picker.hide();
      void this.record(item.id);
    });
    try {
      const list = await this.print(['entries', 'list', '--color', 'never', ...loreOptions()]);
      const items = list.split('\n').flatMap((line) => readEntry(line, record));
      picker.items = items.sort((a, b) => Number(b.id === proposed) - Number(a.id === proposed));
    } catch (error) {
      picker.hide();
      failed(error);
    } finally {
      picker.busy = false;
    }
  }

  /** Shows the card of an entry. */
  async explain(id: string): Promise<void> {
    try {
      const markdown = await this.print(['explain', '--format', 'markdown', ...languageOptions(), ...loreOptions(), '--', id]);
      this.view.show({ id, markdown, offers: [], place: undefined });
    } catch (error) {
      failed(error);
    }
  }

  private async record(id: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${id}.json` });
    try {
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    } catch (error) {
      failed(error);
    }
  }

  provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    return this.print(['entries', 'show', ...loreOptions(), '--', uri.path.replace(/^\//, '').replace(/\.json$/, '')]);
  }

  private async print(args: string[]): Promise<string> {
    let printed = '';
    const { status, stderr } = await run(this.session, this.extension, args, (piece) => {
      printed += piece;
    });
    if (status !== 0) throw new Error(stderr.trim() || `exit status ${String(status)}`);
    return printed;
  }

  dispose(): void {
    this.listener.dispose();
  }
}

/** A line of `loglore entries list`: id, how it is known, title. */
function readEntry(line: string, button: vscode.QuickInputButton): EntryItem[] {
  const parts = /^(\S+\/\S+) +(\S+) +(.*)$/.exec(line);
  if (!parts?.[1]) return [];
  return [{ id: parts[1], label: parts[3] ?? '', description: parts[1], buttons: [button] }];
}

function failed(error: unknown): void {
  void vscode.window.showErrorMessage(`loglore: ${error instanceof Error ? error.message : String(error)}`);
}

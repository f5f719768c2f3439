// What can be done about a finding: the server's code actions, for places where the editor has no light bulb.
import * as vscode from 'vscode';
import {
  CodeActionKind,
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeActionTriggerKind,
  HoverRequest,
  MarkupContent,
  type CodeAction,
  type Command,
  type LanguageClient,
} from 'vscode-languageclient/node';
import type { Session } from './session';

/** One thing that can be done. */
export interface Offer {
  title: string;
  /** Why it cannot be done here, if so. */
  disabled: string | undefined;
  /** It does nothing about the error, but hides it. */
  hides: boolean;
  run: () => Promise<void>;
}

/** So many offers are kept for the links that were shown. The oldest are forgotten first. */
const MAX_KEPT = 400;

/** Offers that links refer to by number: a link holds nothing that a log or an entry could have written. */
export class Kept {
  private readonly offers = new Map<number, Offer>();
  private next = 1;

  keep(offer: Offer): number {
    const number = this.next;
    this.next += 1;
    this.offers.set(number, offer);
    for (const oldest of this.offers.keys()) {
      if (this.offers.size <= MAX_KEPT) break;
      this.offers.delete(oldest);
    }
    return number;
  }

  async run(number: unknown): Promise<void> {
    const offer = typeof number === 'number' ? this.offers.get(number) : undefined;
    if (offer) await offer.run();
    else void vscode.window.showInformationMessage(vscode.l10n.t('This link is too old. Open the explanation again.'));
  }
}

/** What can be done about the findings at a range. */
export async function offers(session: Session, uri: vscode.Uri, range: vscode.Range, token?: vscode.CancellationToken): Promise<Offer[]> {
  const client = session.client;
  if (!client) return [];
  const own = vscode.languages.getDiagnostics(uri).filter((one) => one.source === 'loglore' && one.range.intersection(range));
  const params = {
    textDocument: { uri: client.code2ProtocolConverter.asUri(uri) },
    range: client.code2ProtocolConverter.asRange(range),
    context: {
      diagnostics: await client.code2ProtocolConverter.asDiagnostics(own),
      only: [CodeActionKind.QuickFix],
      triggerKind: CodeActionTriggerKind.Invoked,
    },
  };
  const answer = (await client.sendRequest(CodeActionRequest.type, params, token)) ?? [];
  return answer.map((action) => offer(client, action));
}

/** The card of the finding at a position, as Markdown of the server. */
export async function card(session: Session, uri: vscode.Uri, position: vscode.Position): Promise<string | undefined> {
  const client = session.client;
  if (!client) return undefined;
  const answer = await client.sendRequest(HoverRequest.type, {
    textDocument: { uri: client.code2ProtocolConverter.asUri(uri) },
    position: client.code2ProtocolConverter.asPosition(position),
  });
  return answer && MarkupContent.is(answer.contents) ? answer.contents.value : undefined;
}

function offer(client: LanguageClient, action: Command | CodeAction): Offer {
  const isCommand = typeof action.command === 'string';
  const hides = (isCommand ? action.command : (action as CodeAction).command?.command) === 'loglore.ignore';
  if (isCommand) return { title: action.title, disabled: undefined, hides, run: () => runCommand(action as Command) };
  const codeAction = action as CodeAction;
  return { title: action.title, disabled: codeAction.disabled?.reason, hides, run: () => runAction(client, codeAction) };
}

async function runAction(client: LanguageClient, offered: CodeAction): Promise<void> {
  try {
    const resolve = offered.edit === undefined && offered.data !== undefined;
    const action = resolve ? await client.sendRequest(CodeActionResolveRequest.type, offered) : offered;
    if (action.edit) {
      const edit = await client.protocol2CodeConverter.asWorkspaceEdit(action.edit);
      if (!(await vscode.workspace.applyEdit(edit))) {
        // Mostly the user has looked at it and does not want it.
        vscode.window.setStatusBarMessage(`loglore: ${vscode.l10n.t('the edit was not applied')}`, 5_000);
        return;
      }
      if (!action.command) await showChanged(edit);
    }
    if (action.command) await runCommand(action.command);
  } catch (error) {
    failed(error);
  }
}

async function runCommand(command: Command): Promise<void> {
  try {
    await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as unknown[]));
  } catch (error) {
    failed(error);
  }
}

/** What was changed is to be seen. */
async function showChanged(edit: vscode.WorkspaceEdit): Promise<void> {
  const changed = edit.entries().find(([, edits]) => edits.length > 0);
  if (!changed) return;
  const [uri, edits] = changed;
  const start = edits[0]?.range.start ?? new vscode.Position(0, 0);
  await vscode.window.showTextDocument(uri, { preview: false, selection: new vscode.Range(start, start) });
}

function failed(error: unknown): void {
  void vscode.window.showErrorMessage(`loglore: ${error instanceof Error ? error.message : String(error)}`);
}

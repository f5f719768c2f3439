// The whole explanation of an error, in a view of its own. No script runs in it.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { COPY, DO, REVEAL, commandUri } from '../links';
import type { Kept, Offer } from '../offers';
import { cardHtml, escapeHtml, webAddress } from './html';
import { STYLE } from './style';

/** So many things to do stand at the top; the others follow the card. */
const ON_TOP = 3;

/** What is shown. */
export interface Explanation {
  /** The id of the entry. */
  id: string;
  /** The card, as Markdown of the server. */
  markdown: string;
  /** What can be done about it. */
  offers: Offer[];
  /** Where the error stands. */
  place: { uri: vscode.Uri; position: vscode.Position } | undefined;
}

/** The view; there is one, and it shows what was asked for last. */
export class CardView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  constructor(
    private readonly kept: Kept,
    private readonly icon: vscode.Uri,
  ) {}

  show(explanation: Explanation): void {
    const panel = this.panel ?? this.create();
    panel.title = explanation.id;
    panel.webview.html = this.page(explanation);
    panel.reveal(undefined, true);
  }

  private create(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel(
      'loglore.card',
      'loglore',
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: false, enableForms: false, localResourceRoots: [], enableCommandUris: [DO, COPY, REVEAL], enableFindWidget: true },
    );
    panel.iconPath = this.icon;
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    this.panel = panel;
    return panel;
  }

  private page({ markdown, offers, place }: Explanation): string {
    const nonce = randomBytes(16).toString('base64');
    const link = (address: string): string | undefined => webAddress(address) ?? sourceLink(address);
    const body = cardHtml(markdown, link, (code) => commandUri(COPY, code));
    const best = offers.filter((offer) => offer.disabled === undefined && !offer.hides).slice(0, ON_TOP);
    const others = offers.filter((offer) => !best.includes(offer));
    const where = place ? placeLink(place.uri, place.position) : '';
    return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>loglore</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
${where}
${this.buttons(best)}
<main>
${body}
</main>
${this.buttons(others)}
</body>
</html>`;
  }

  private buttons(offers: Offer[]): string {
    if (offers.length === 0) return '';
    const buttons = offers.map((offer) => {
      const title = escapeHtml(offer.title);
      if (offer.disabled !== undefined) return `<span class="button disabled" title="${escapeHtml(offer.disabled)}">${title}</span>`;
      return `<a class="button" href="${escapeHtml(commandUri(DO, this.kept.keep(offer)))}">${title}</a>`;
    });
    return `<nav aria-label="${escapeHtml(vscode.l10n.t('What can be done'))}">${buttons.join('\n')}</nav>`;
  }

  dispose(): void {
    this.panel?.dispose();
  }
}

function placeLink(uri: vscode.Uri, position: vscode.Position): string {
  const name = uri.scheme === 'file' ? vscode.workspace.asRelativePath(uri) : decodeURIComponent(uri.path.replace(/^.*\//, ''));
  const at = { line: position.line, character: position.character };
  const href = commandUri(REVEAL, uri.toString(), { start: at, end: at });
  return `<p class="place"><a href="${escapeHtml(href)}">${escapeHtml(`${name}:${position.line + 1}`)}</a></p>`;
}

/** A card links to source files as `file:///path#L12`; those are shown in the editor. */
function sourceLink(address: string): string | undefined {
  const parts = /^(file:\/\/[^#]*)(?:#L(\d{1,7}))?$/.exec(address);
  if (!parts?.[1]) return undefined;
  const at = { line: Math.max(0, Number(parts[2] ?? '1') - 1), character: 0 };
  return commandUri(REVEAL, parts[1], { start: at, end: at });
}

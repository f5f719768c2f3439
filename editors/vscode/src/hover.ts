// The hover card. Output channels and terminals have no light bulb: there the card carries what can be done, as links.
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import type { Findings } from './findings';
import { DO, EXPLAIN, commandUri, escapeMarkdown, trusted } from './links';
import { offers, type Kept } from './offers';
import { OUTPUT_SCHEME } from './selector';
import type { Session } from './session';

/** So many things to do are shown; the explanation has them all. */
const MAX_LINKS = 6;

/** Adds links to the cards of the server. */
export function hoverMiddleware(session: () => Session, findings: Findings, kept: Kept): NonNullable<Middleware['provideHover']> {
  return async (document, position, token, next) => {
    const hover = await next(document, position, token);
    if (!hover) return hover;
    const finding = findings.of(document.uri).find(({ range }) => range.start.line <= position.line && position.line <= range.end.line);
    if (!finding) return hover;
    const explain = `[$(book) ${escapeMarkdown(vscode.l10n.t('Whole explanation'))}](${commandUri(EXPLAIN, document.uri.toString(), finding.range.start)})`;
    const links = document.uri.scheme === OUTPUT_SCHEME ? await doLinks(session(), document.uri, finding.range, token, kept) : [];
    // Only this part may run commands; what the server says of logs and entries may not.
    const part = trusted([explain, ...links].join('  \n'), [DO, EXPLAIN]);
    return new vscode.Hover([part, ...hover.contents], hover.range);
  };
}

async function doLinks(session: Session, uri: vscode.Uri, range: vscode.Range, token: vscode.CancellationToken, kept: Kept): Promise<string[]> {
  const all = await offers(session, uri, range, token);
  const possible = all.filter((offer) => offer.disabled === undefined && !offer.hides).slice(0, MAX_LINKS);
  return possible.map((offer) => `[$(lightbulb) ${escapeMarkdown(offer.title)}](${commandUri(DO, kept.keep(offer))})`);
}

// Commands as links, for hovers and for the card.
import * as vscode from 'vscode';

/** Does an offer that was kept: argument is its number. */
export const DO = 'loglore.doOffer';
/** Shows the card of a finding: arguments are an address and a position. */
export const EXPLAIN = 'loglore.explain';
/** Copies a text. */
export const COPY = 'loglore.copy';
/** Shows a place in a file. */
export const REVEAL = 'loglore.reveal';

/** The address of a command with its arguments. */
export function commandUri(command: string, ...args: unknown[]): string {
  return `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

/** A text that means itself in Markdown, on one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]()#+\-.!<>|~&$:@]/g, '\\$&');
}

/** Markdown in which links run these commands and no others. The caller escapes what it puts in. */
export function trusted(value: string, enabledCommands: string[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString(value, true);
  markdown.isTrusted = { enabledCommands };
  markdown.supportHtml = false;
  return markdown;
}

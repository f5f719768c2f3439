// The card as HTML. The server writes cards as Markdown, and only in the forms that are read here; what else may stand
// there is shown as the text that it is. Nothing of a card becomes markup but what this file writes.

/** Makes the address of a link from one in a card; nothing if it is to be no link. */
export type LinkOf = (address: string) => string | undefined;

/** The address of a command of ours that copies a piece of code; nothing for no button. */
export type CopyOf = (code: string) => string | undefined;

/** Markdown of a card as HTML. */
export function cardHtml(markdown: string, link: LinkOf = webAddress, copy: CopyOf = () => undefined): string {
  return blocks(markdown.replace(/\r\n?/g, '\n').split('\n'), { link, copy });
}

interface Render {
  link: LinkOf;
  copy: CopyOf;
}

/** Text that means itself in HTML, also within a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}

/** Web pages are linked to and nothing else. */
export function webAddress(address: string): string | undefined {
  return /^https?:\/\//i.test(address) ? address : undefined;
}

const ITEM = /^(?:[-*+]|\d{1,9}[.)]) /;
const FENCE = /^(`{3,})([\w+-]*)\s*$/;

function blocks(lines: string[], render: Render): string {
  const out: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const fence = FENCE.exec(line);
    const heading = /^(#{1,6}) (.*)$/.exec(line);
    if (line.trim() === '') {
      at += 1;
    } else if (fence?.[1]) {
      const close = fence[1];
      let end = at + 1;
      while (end < lines.length && lines[end]?.trimEnd() !== close) end += 1;
      out.push(codeBlock(lines.slice(at + 1, end).join('\n'), render));
      at = end + 1;
    } else if (heading?.[1]) {
      const level = heading[1].length;
      out.push(`<h${level}>${inline(heading[2] ?? '', render)}</h${level}>`);
      at += 1;
    } else if (/^-{3,}\s*$/.test(line)) {
      out.push('<hr>');
      at += 1;
    } else if (ITEM.test(line)) {
      const [html, next] = list(lines, at, render);
      out.push(html);
      at = next;
    } else {
      let end = at;
      while (end < lines.length && lines[end]?.trim() !== '' && !(end > at && startsBlock(lines[end] ?? ''))) end += 1;
      out.push(`<p>${inline(lines.slice(at, end).join(' '), render)}</p>`);
      at = end;
    }
  }
  return out.join('\n');
}

function startsBlock(line: string): boolean {
  return FENCE.test(line) || ITEM.test(line) || /^#{1,6} /.test(line);
}

/** The list that begins at a line, and where it ends. */
function list(lines: string[], from: number, render: Render): [html: string, next: number] {
  const ordered = /^\d/.test(lines[from] ?? '');
  const items: string[] = [];
  let at = from;
  while (at < lines.length) {
    const mark = ITEM.exec(lines[at] ?? '')?.[0];
    if (mark === undefined || /^\d/.test(mark) !== ordered) break;
    const indent = mark.length;
    const inside = [(lines[at] ?? '').slice(indent)];
    at += 1;
    while (at < lines.length) {
      const line = lines[at] ?? '';
      if (line.trim() === '') {
        // A blank line belongs to the item if more of the item follows.
        const more = lines.slice(at).find((next) => next.trim() !== '');
        if (!more?.startsWith(' '.repeat(indent))) break;
        inside.push('');
      } else if (line.startsWith(' '.repeat(indent))) {
        inside.push(line.slice(indent));
      } else {
        break;
      }
      at += 1;
    }
    items.push(`<li>${tight(blocks(inside, render))}</li>`);
    while (at < lines.length && lines[at]?.trim() === '' && ITEM.test(lines[at + 1] ?? '')) at += 1;
  }
  const tag = ordered ? 'ol' : 'ul';
  return [`<${tag}>\n${items.join('\n')}\n</${tag}>`, at];
}

/** An item of one paragraph is no paragraph. */
function tight(html: string): string {
  const one = /^<p>((?:(?!<\/?p>)[^])*)<\/p>$/.exec(html);
  return one?.[1] ?? html;
}

function codeBlock(code: string, render: Render): string {
  const copy = render.copy(code);
  const button = copy === undefined ? '' : `<a class="copy" href="${escapeHtml(copy)}" title="Copy" aria-label="Copy"></a>`;
  return `<div class="code">${button}<pre><code>${escapeHtml(code)}</code></pre></div>`;
}

function inline(text: string, render: Render): string {
  let out = '';
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const c = text.charAt(at);
    if (c === '\\' && /^\\[!-/:-@[-`{-~]/.test(rest)) {
      out += escapeHtml(text.charAt(at + 1));
      at += 2;
      continue;
    }
    const piece = c === '`' ? codeSpan(rest) : c === '[' ? linked(rest, render) : c === '*' ? emphasised(rest, render) : undefined;
    if (piece) {
      out += piece.html;
      at += piece.length;
    } else {
      out += escapeHtml(c);
      at += 1;
    }
  }
  return out;
}

interface Piece {
  html: string;
  length: number;
}

function codeSpan(rest: string): Piece | undefined {
  const fence = /^`+/.exec(rest)?.[0] ?? '';
  // The fence ends at a run of just as many.
  for (let at = fence.length; at < rest.length; ) {
    const run = /^`+/.exec(rest.slice(at))?.[0].length ?? 0;
    if (run === fence.length) {
      let code = rest.slice(fence.length, at);
      if (code.length > 2 && code.startsWith(' ') && code.endsWith(' ') && code.trim() !== '') code = code.slice(1, -1);
      return { html: `<code>${escapeHtml(code)}</code>`, length: at + run };
    }
    at += Math.max(run, 1);
  }
  return undefined;
}

function linked(rest: string, render: Render): Piece | undefined {
  const end = closing(rest, 1, ']');
  if (end === undefined) return undefined;
  const address = /^\((?:<([^<>\n]*)>|([^()\s<>]*))\)/.exec(rest.slice(end + 1));
  if (!address) return undefined;
  const words = inline(rest.slice(1, end), render);
  const href = render.link(address[1] ?? address[2] ?? '');
  const html = href === undefined ? words : `<a href="${escapeHtml(href)}">${words}</a>`;
  return { html, length: end + 1 + address[0].length };
}

function emphasised(rest: string, render: Render): Piece | undefined {
  const mark = rest.startsWith('**') ? '**' : '*';
  if (/^\*+(\s|$)/.test(rest)) return undefined;
  const end = closing(rest, mark.length, mark);
  if (end === undefined || end === mark.length) return undefined;
  const tag = mark === '**' ? 'strong' : 'em';
  return { html: `<${tag}>${inline(rest.slice(mark.length, end), render)}</${tag}>`, length: end + mark.length };
}

/** Where a mark stands that closes what began before `from`; what is escaped or in a code span closes nothing. */
function closing(text: string, from: number, mark: string): number | undefined {
  let at = from;
  while (at < text.length) {
    if (text[at] === '\\') {
      at += 2;
    } else if (text[at] === '`') {
      at += codeSpan(text.slice(at))?.length ?? 1;
    } else if (text.startsWith(mark, at)) {
      return at;
    } else {
      at += 1;
    }
  }
  return undefined;
}

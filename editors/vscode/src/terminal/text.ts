// What a terminal shows of a program's output, as lines of text: escapes are gone, a progress bar that was drawn fifty
// times over is one line.

/** So many lines are kept. The oldest go first. */
const MAX_LINES = 5_000;
/** So many lines go at once: every line that goes changes all line numbers, which is dear for those who follow them. */
const DROPPED_AT_ONCE = 1_000;
/** Characters of a line. What is longer is cut. */
const MAX_LINE = 16_384;
/** Longer than any escape sequence that means something: what is still open then is no sequence. */
const MAX_PENDING = 65_536;

const ESC = '\x1b';
const BEL = '\x07';

/** Lines of text made from a terminal's stream. Pieces may be cut anywhere, also within an escape sequence. */
export class TerminalText {
  private lines: string[] = [''];
  private row = 0;
  private column = 0;
  /** The beginning of an escape sequence whose end has not come yet. */
  private pending = '';
  /** A full-screen program (an editor, a pager) draws on a screen of its own, which is no output. */
  private fullScreen = false;

  /** The text so far. */
  text(): string {
    return this.lines.join('\n');
  }

  /** Whether there is anything to read. */
  isEmpty(): boolean {
    return this.lines.every((line) => line.trim() === '');
  }

  /** Takes in the next piece of the stream. */
  feed(piece: string): void {
    const data = this.pending + piece;
    this.pending = '';
    let at = 0;
    while (at < data.length) {
      const control = nextControl(data, at);
      if (control > at) this.write(data.slice(at, control));
      if (control >= data.length) return;
      const end = data[control] === ESC ? this.escape(data, control) : this.control(data, control);
      if (end === undefined) {
        const rest = data.slice(control);
        if (rest.length <= MAX_PENDING) this.pending = rest;
        return;
      }
      at = end;
    }
  }

  private control(data: string, at: number): number {
    switch (data[at]) {
      case '\n':
        this.lineFeed();
        break;
      case '\r':
        this.column = 0;
        break;
      case '\b':
        this.column = Math.max(0, this.column - 1);
        break;
      case '\t':
        this.write('\t');
        break;
      default:
      // A bell and the like shows nothing.
    }
    return at + 1;
  }

  /** Where the sequence that begins at `at` ends; nothing if its end has not come yet. */
  private escape(data: string, at: number): number | undefined {
    const kind = data[at + 1];
    if (kind === undefined) return undefined;
    if (kind === '[') {
      let end = at + 2;
      while (end < data.length && /[0-?]/.test(data.charAt(end))) end += 1;
      const parameters = data.slice(at + 2, end);
      while (end < data.length && /[ -/]/.test(data.charAt(end))) end += 1;
      if (end >= data.length) return undefined;
      this.sequence(data.charAt(end), parameters);
      return end + 1;
    }
    if (kind === ']' || kind === 'P' || kind === '_' || kind === '^' || kind === 'X') {
      // Titles, links, marks of the shell integration: a string up to BEL or ESC \.
      for (let end = at + 2; end < data.length; end += 1) {
        if (data[end] === BEL && kind === ']') return end + 1;
        if (data[end] === ESC) {
          if (end + 1 >= data.length) return undefined;
          if (data[end + 1] === '\\') return end + 2;
          // A new sequence begins: the string was broken off.
          return end;
        }
      }
      return undefined;
    }
    if (kind === 'c') {
      this.clear();
      return at + 2;
    }
    if (/[ -/]/.test(kind)) {
      // Choice of a character set: one more character.
      return at + 2 < data.length ? at + 3 : undefined;
    }
    return at + 2;
  }

  private sequence(final: string, parameters: string): void {
    if (parameters.startsWith('?')) {
      const modes = parameters.slice(1).split(';');
      if (modes.some((mode) => mode === '1049' || mode === '1047' || mode === '47')) this.fullScreen = final === 'h';
      return;
    }
    if (this.fullScreen) return;
    const [first] = parameters.split(';');
    const count = Math.min(Math.max(Number.parseInt(first ?? '', 10) || 1, 1), MAX_LINE);
    const mode = Number.parseInt(first ?? '', 10) || 0;
    switch (final) {
      case 'A':
        this.row = Math.max(0, this.row - count);
        break;
      case 'B':
        this.row = Math.min(this.lines.length - 1, this.row + count);
        break;
      case 'C':
        this.column += count;
        break;
      case 'D':
        this.column = Math.max(0, this.column - count);
        break;
      case 'E':
        this.row = Math.min(this.lines.length - 1, this.row + count);
        this.column = 0;
        break;
      case 'F':
        this.row = Math.max(0, this.row - count);
        this.column = 0;
        break;
      case 'G':
        this.column = count - 1;
        break;
      case 'K':
        this.eraseLine(mode);
        break;
      case 'J':
        if (mode === 0) {
          this.eraseLine(0);
          this.lines.length = this.row + 1;
        } else {
          this.clear();
        }
        break;
      default:
      // Colours and what else changes no text.
    }
  }

  private eraseLine(mode: number): void {
    const line = this.lines[this.row] ?? '';
    if (mode === 0) this.lines[this.row] = line.slice(0, this.column);
    else if (mode === 1) this.lines[this.row] = ' '.repeat(Math.min(this.column + 1, line.length)) + line.slice(this.column + 1);
    else this.lines[this.row] = '';
  }

  private clear(): void {
    this.lines = [''];
    this.row = 0;
    this.column = 0;
  }

  private lineFeed(): void {
    if (this.fullScreen) return;
    this.row += 1;
    this.column = 0;
    if (this.row < this.lines.length) return;
    this.lines.push('');
    if (this.lines.length > MAX_LINES) {
      this.lines.splice(0, DROPPED_AT_ONCE);
      this.row -= DROPPED_AT_ONCE;
    }
  }

  private write(text: string): void {
    if (this.fullScreen) return;
    const line = this.lines[this.row] ?? '';
    if (this.column >= MAX_LINE) return;
    const shown = text.slice(0, MAX_LINE - this.column);
    const before = line.length >= this.column ? line.slice(0, this.column) : line.padEnd(this.column);
    this.lines[this.row] = before + shown + line.slice(this.column + shown.length);
    this.column += shown.length;
  }
}

/** Where the next control character stands, or the end of the text. */
function nextControl(data: string, from: number): number {
  for (let at = from; at < data.length; at += 1) {
    const code = data.charCodeAt(at);
    if (code < 0x20 || code === 0x7f) return at;
  }
  return data.length;
}

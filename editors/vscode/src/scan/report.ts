// What a scan found, as a text that can be read and followed to the places it names.

/** One finding as `loglore scan --format json` prints it; what is not used is left out. */
export interface Scanned {
  path: string;
  entry: string;
  severity: string;
  title: string;
  root_cause: string;
  /** Counted from 1; the offset in bytes from 0. */
  start: { line: number; column: number; offset: number };
  text: string;
  count: number;
  workarounds: { action: string; success_rate: number | null }[];
  frames: { path: string; line: number | null; user: boolean }[];
}

/** A place that a line of the report stands for. */
export interface Mark {
  /** The line of the report, counted from 0. */
  reportLine: number;
  entry: string;
  path: string;
  /** The line of the log, counted from 1. */
  line: number;
}

/** A report. */
export interface Report {
  text: string;
  marks: Mark[];
}

/** The words of a report, in the user's language. */
export interface Words {
  why: string;
  works: string;
  source: string;
  log: string;
  line: (line: number) => string;
  times: (count: number) => string;
}

const WIDTH = 100;
const MAX_TEXT = 200;

/** Reads one line of the program's output; nothing if it is no finding. */
export function readFinding(line: string): Scanned | undefined {
  try {
    const value = JSON.parse(line) as Partial<Scanned> | null;
    const whole = typeof value?.path === 'string' && typeof value.entry === 'string' && typeof value.start?.line === 'number';
    if (!value || !whole) return undefined;
    return {
      path: value.path ?? '',
      entry: value.entry ?? '',
      severity: value.severity ?? 'error',
      title: value.title ?? '',
      root_cause: value.root_cause ?? '',
      start: value.start ?? { line: 1, column: 1, offset: 0 },
      text: value.text ?? '',
      count: value.count ?? 1,
      workarounds: value.workarounds ?? [],
      frames: value.frames ?? [],
    };
  } catch {
    return undefined;
  }
}

/** Makes the report of findings, file by file in the order in which they came. */
export function report(heading: string, findings: Scanned[], words: Words): Report {
  const lines: string[] = [heading, ''];
  const marks: Mark[] = [];
  let path: string | undefined;
  for (const finding of findings) {
    if (finding.path !== path) {
      path = finding.path;
      lines.push(shown(path), '');
    }
    marks.push({ reportLine: lines.length, entry: finding.entry, path, line: finding.start.line });
    const times = finding.count > 1 ? `  ${words.times(finding.count)}` : '';
    const head = `  ${words.line(finding.start.line)}  ${finding.severity}  `;
    lines.push(...indented(head, `${shown(finding.title)}${times}`));
    const part = (label: string, text: string): void => {
      lines.push(...indented(`      ${label}  `, shown(text)));
    };
    part(words.log, finding.text.length > MAX_TEXT ? `${finding.text.slice(0, MAX_TEXT)}…` : finding.text);
    if (finding.root_cause) part(words.why, finding.root_cause);
    const [best] = [...finding.workarounds].sort((a, b) => (b.success_rate ?? -1) - (a.success_rate ?? -1));
    if (best) part(words.works, best.action);
    // The innermost frame of the user's own code is where the call stands that failed.
    const frame = finding.frames.filter((one) => one.user && one.line !== null).at(-1);
    if (frame) part(words.source, `${frame.path}:${frame.line ?? 1}`);
    lines.push('');
  }
  return { text: lines.join('\n'), marks };
}

/** Log text on one line, without what would be drawn and not read. */
function shown(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, '').replace(/[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ').trim();
}

/** A text behind a label, its further lines below its first. */
function indented(label: string, text: string): string[] {
  return wrap(text, WIDTH - label.length).map((line, i) => `${i === 0 ? label : ' '.repeat(label.length)}${line}`.trimEnd());
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}

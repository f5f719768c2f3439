// The words of a diagnostic.

/** What works, as the server says it on a line of its own. */
const WORKS = /^(?:Works: |可行：)(.+)$/;

/** The parts of a message of the server: the error, why, and what works best. */
export function parts(message: string): { title: string; works: string | undefined } {
  const [title = '', ...rest] = message.split('\n');
  return { title, works: rest.map((line) => WORKS.exec(line)?.[1]).find((words) => words !== undefined) };
}

/** A message with only the first sentence of the cause: the card, which the editor shows below it, has the whole. */
export function brief(message: string): string {
  const [title = '', ...rest] = message.split('\n');
  return [title, ...rest.map((line) => (WORKS.test(line) ? line : firstSentence(line)))].join('\n');
}

function firstSentence(text: string): string {
  // A full stop within a name or a number, or of `e.g.`, ends no sentence: what follows must begin one.
  return /^.*?(?:[a-z0-9)`'"’”]|[A-Z]{2})(?<!\b(?:e\.g|i\.e|vs))[.!?](?= +["'`(]?[A-Z])|^.*?[。！？]/u.exec(text)?.[0] ?? text;
}

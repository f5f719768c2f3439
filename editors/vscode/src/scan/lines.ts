// Lines as the editor counts them.
import { createReadStream } from 'node:fs';

const LF = 0x0a;
const CR = 0x0d;

/**
 * The lines (counted from 1) on which byte offsets of a file stand in the editor. VS Code ends a line at a lone carriage
 * return too, which a progress bar writes by the dozen; the program does not.
 *
 * @throws if the file cannot be read.
 */
export async function editorLines(path: string, offsets: number[]): Promise<Map<number, number>> {
  const wanted = [...new Set(offsets)].sort((a, b) => a - b);
  const lines = new Map<number, number>();
  const last = wanted.at(-1);
  if (last === undefined) return lines;
  let line = 1;
  let at = 0;
  let next = 0;
  let afterReturn = false;
  const stream = createReadStream(path, { end: last, highWaterMark: 1 << 20 });
  for await (const piece of stream as AsyncIterable<Buffer>) {
    for (const byte of piece) {
      // `\r\n` is one line end.
      if (afterReturn && byte !== LF) line += 1;
      while (next < wanted.length && wanted[next] === at) {
        lines.set(at, line);
        next += 1;
      }
      if (byte === LF) line += 1;
      afterReturn = byte === CR;
      at += 1;
    }
  }
  return lines;
}

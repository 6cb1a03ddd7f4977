import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/** A line of a file. */
export interface FileLine {
  /** Without its line feed. */
  readonly text: string;
  /** How many bytes it has, with its line feed. */
  readonly bytes: number;
  /** Whether it ended: the last one of a file that is being written has not. */
  readonly ended: boolean;
}

const LINE_FEED = 0x0a;

/** Reads the lines of a file from an offset on. A file behind a link is not read. */
export async function* completeLines(path: string, from: number, signal?: AbortSignal): AsyncGenerator<FileLine, void, void> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  let held: Buffer[] = [];
  for await (const piece of file.createReadStream({ start: from, ...(signal && { signal }) })) {
    let rest = piece as Buffer; // a stream of bytes
    for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
      const line = Buffer.concat([...held, rest.subarray(0, end)]);
      held = [];
      rest = rest.subarray(end + 1);
      yield { text: line.toString('utf8'), bytes: line.length + 1, ended: true };
    }
    if (rest.length > 0) held.push(rest);
  }
  const last = Buffer.concat(held);
  if (last.length > 0) yield { text: last.toString('utf8'), bytes: last.length, ended: false };
}

import { checkLength } from './log-format.ts';

/** A message of a server-sent event stream. */
export interface ServerSentEvent {
  /** Default `message`. */
  readonly event: string;
  readonly data: string;
  /** The last id the stream gave, `''` when none. */
  readonly id: string;
}

/** Parses a server-sent event stream, piece by piece, in linear time. */
export interface SseParser {
  /** @returns The messages completed by this piece. */
  push(text: string): ServerSentEvent[];
  /** Milliseconds to wait before reconnecting, if the server said so. */
  readonly retryMs: number | undefined;
}

/** Makes a parser for one connection. */
export function createSseParser(): SseParser {
  let rest: string[] = [];
  let data: string[] = [];
  let event = '';
  let id = '';
  let retryMs: number | undefined;
  let afterReturn = false;
  let length = 0;

  const field = (line: string): void => {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id' && !value.includes('\0')) id = value;
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) retryMs = Number(value);
  };
  const take = (line: string, found: ServerSentEvent[]): void => {
    if (line !== '') {
      field(line);
      return;
    }
    if (data.length > 0) found.push({ event: event || 'message', data: data.join('\n'), id });
    data = [];
    event = '';
    length = 0;
  };
  return {
    get retryMs() { return retryMs; },
    push(text) {
      const found: ServerSentEvent[] = [];
      checkLength(length += text.length);
      let start = 0;
      for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) {
        if (afterReturn && index === 0 && end === '\n') { // the second half of a line end that was cut in two
          afterReturn = false;
          start = 1;
          continue;
        }
        rest.push(text.slice(start, index));
        take(rest.join(''), found);
        rest = [];
        start = index + end.length;
      }
      if (text !== '') afterReturn = text.endsWith('\r');
      if (start < text.length) rest.push(text.slice(start));
      return found;
    },
  };
}

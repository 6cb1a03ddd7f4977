import { AnswerTooLong } from './bounded-body.ts';

/** A message of the server: its kind, its text, and the cursor it gave last. */
export interface ServerMessage {
  readonly event: string;
  readonly data: string;
  readonly id: string;
}

/** How long a message may be at most, in characters: a server's limits are far below. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Reads server-sent events piece by piece, in linear time however long a line is. */
export interface MessageReader {
  /**
   * @returns The messages that this piece completes.
   * @throws AnswerTooLong for a message that does not end.
   */
  push(text: string): readonly ServerMessage[];
}

/** Makes a reader for one answer. The server ends lines with a line feed alone, and never breaks a record. */
export function createMessageReader(): MessageReader {
  let rest: string[] = [];
  let [event, data, id]: [string, string[], string] = ['', [], ''];
  let open = 0; // characters of the message that has not ended
  const take = (line: string, found: ServerMessage[]): void => {
    if (line === '') {
      if (data.length > 0) found.push({ event: event || 'message', data: data.join('\n'), id });
      [event, data, open] = ['', [], 0];
      return;
    }
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  };
  return {
    push(text) {
      const found: ServerMessage[] = [];
      let start = 0;
      open += text.length;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
        rest.push(text.slice(start, end));
        const line = rest.length === 1 ? (rest[0] ?? '') : rest.join('');
        rest = [];
        take(line.endsWith('\r') ? line.slice(0, -1) : line, found);
        start = end + 1;
      }
      if (start < text.length) rest.push(text.slice(start));
      if (open > MOST_CHARACTERS) throw new AnswerTooLong('a message of the server does not end');
      return found;
    },
  };
}

import { StringDecoder } from 'node:string_decoder';
import { createParser, type EventSourceMessage } from 'eventsource-parser';

/** Reads the events of a `text/event-stream` out of its bytes, however they are cut. */
export interface EventReader {
  /** @returns The events that ended in these bytes. */
  push(bytes: Buffer): readonly EventSourceMessage[];
  /** How long an event was that is not read, in bytes at least; undefined while all were. Nothing follows it. */
  readonly tooLong: number | undefined;
}

/** As long as a message over standard input and output. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

/**
 * Makes a reader.
 *
 * @param options.mostCharacters - The longest event that is read. Default 32 Mi.
 */
export function createEventReader({ mostCharacters = MOST_CHARACTERS }: { readonly mostCharacters?: number } = {}): EventReader {
  const decoder = new StringDecoder('utf8');
  let found: EventSourceMessage[] = [];
  let tooLong: number | undefined;
  const parser = createParser({
    maxBufferSize: mostCharacters,
    onEvent: (event) => { found.push(event); },
    onError: ({ type }) => { if (type === 'max-buffer-size-exceeded') tooLong ??= mostCharacters; },
  });
  return {
    push(bytes) {
      found = [];
      if (tooLong === undefined) parser.feed(decoder.write(bytes));
      return found;
    },
    get tooLong() { return tooLong; },
  };
}

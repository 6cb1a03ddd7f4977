/** One event of a `text/event-stream` as it came, or a piece of one that is too long to be kept whole. */
export type RawEvent =
  | { readonly kind: 'event'; readonly bytes: Buffer }
  | { readonly kind: 'long'; readonly bytes: Buffer; /** Whether it ends with this piece. */ readonly isLast: boolean };

/** Cuts bytes after the empty lines that end events, and loses none of them. */
export interface EventSplitter {
  push(bytes: Buffer): readonly RawEvent[];
  /** Gives what no empty line ended. */
  flush(): readonly RawEvent[];
}

const [LINE_FEED, RETURN] = [10, 13];
/** As long as a message over standard input and output. */
const MOST_BYTES = 32 * 1024 * 1024;

/**
 * Makes a splitter whose pieces are, one after the other, the bytes that it was given. A line ends with a line feed, a carriage return, or both.
 *
 * @param options.mostBytes - The longest event that is kept. Default 32 MiB.
 */
export function createEventSplitter({ mostBytes = MOST_BYTES }: { readonly mostBytes?: number } = {}): EventSplitter {
  let parts: Buffer[] = [];
  let size = 0;
  let isLong = false;
  let lineLength = 0;
  let wasReturn = false;
  let isOver = false;

  const add = (part: Buffer): void => {
    if (part.length > 0) parts.push(part);
    size += part.length;
  };
  const take = (isLast: boolean): readonly RawEvent[] => {
    const bytes = Buffer.concat(parts, size);
    const piece: RawEvent = isLong ? { kind: 'long', bytes, isLast } : { kind: 'event', bytes };
    const isNothing = size === 0 && !isLong;
    parts = [];
    size = 0;
    if (isLast) isLong = false;
    return isNothing ? [] : [piece];
  };

  return {
    push(bytes) {
      const found: RawEvent[] = [];
      let from = 0;
      for (let index = 0; index < bytes.length; index += 1) {
        const byte = bytes[index];
        const isPair = byte === LINE_FEED && wasReturn;
        wasReturn = byte === RETURN;
        if (isOver && !isPair) { // a line feed that belongs to the return before is still a part of the event
          add(bytes.subarray(from, index));
          from = index;
          found.push(...take(true));
          isOver = false;
        }
        if (isPair) continue;
        if (byte !== LINE_FEED && byte !== RETURN) lineLength += 1;
        else {
          isOver ||= lineLength === 0;
          lineLength = 0;
        }
      }
      add(bytes.subarray(from));
      if (isOver && !wasReturn) {
        found.push(...take(true));
        isOver = false;
      }
      if (size > mostBytes || isLong) {
        isLong = true;
        found.push(...take(false));
      }
      return found;
    },
    flush: () => take(true),
  };
}

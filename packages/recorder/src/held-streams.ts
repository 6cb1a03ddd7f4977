import type { RedactionCount, SessionRecord } from '@playhead/protocol';
import type { StreamRedactor } from '@playhead/redaction';
import type { RecordInput } from './harness.ts';

/** A piece of a text that comes in pieces. */
export interface StreamPiece {
  /** What of it may be written now. */
  readonly text: string;
  readonly found: readonly RedactionCount[];
  /** Tells how the piece was stored: what is still held is told in its place. */
  stored(record: SessionRecord): void;
}

/** Texts that come in pieces: the end of a piece waits until what follows cannot make a secret of it. */
export interface HeldStreams {
  /**
   * The piece's text as it may be written now; undefined for a record that is no piece of a stream.
   *
   * @param last - That no piece of its stream follows. Default: what the record says.
   */
  text(record: SessionRecord, last?: boolean): StreamPiece | undefined;
  /** Whether pieces came since {@link HeldStreams.take}, whose ends may wait. */
  readonly pending: boolean;
  /**
   * The ends that waited, as records of their own.
   *
   * @param held - See `RecordGuard.take`.
   */
  take(held: HeldEnds, found: (counts: readonly RedactionCount[], record: RecordInput) => void): RecordInput[];
}

/** Which ends are given: see `RecordGuard.take`. */
export type HeldEnds = 'due' | 'settled' | 'all';

interface Stream {
  readonly redactor: StreamRedactor;
  /** The last piece as it was stored: what is held is told in its place. */
  last: SessionRecord | undefined;
}

/** How many are followed at once: of what was told of longest ago the end is stored as it is. */
const MOST_STREAMS = 1024;
/** What belongs to one piece alone. */
const OF_A_PIECE: ReadonlySet<string> = new Set(['text', 'index', 'exitCode', 'extra']);

/** Makes the streams of one session. @param create - Makes the redactor of a stream. */
export function createHeldStreams(create: () => StreamRedactor): HeldStreams {
  const streams = new Map<string, Stream>(); // told of longest ago first
  const open = new Set<string>(); // told of since it was last asked what they hold

  const tailOf = (last: SessionRecord, text: string): RecordInput => {
    const { type, at, turn, call, agent, data } = last;
    const rest = Object.fromEntries(Object.entries(data).filter(([key]) => !OF_A_PIECE.has(key)));
    return { type, at, ...(turn !== undefined && { turn }), ...(call !== undefined && { call }), ...(agent !== undefined && { agent }), data: { ...rest, text } };
  };

  return {
    text(record, last = isLast(record)) {
      const name = streamName(record);
      const piece = record.data['text'];
      if (name === undefined || typeof piece !== 'string') return undefined;
      if (last && !streams.has(name)) return undefined; // the only piece stands alone
      const stream: Stream = streams.get(name) ?? { redactor: create(), last: undefined };
      streams.delete(name);
      streams.set(name, stream);
      const stored = (as: SessionRecord): void => { stream.last = as; };
      const pushed = stream.redactor.push(piece);
      open.add(name);
      if (!last) return { text: pushed.value, found: pushed.findings, stored };
      const rest = stream.redactor.flush();
      streams.delete(name);
      open.delete(name);
      return { text: pushed.value + rest.value, found: [...pushed.findings, ...rest.findings], stored };
    },
    get pending() {
      return open.size > 0;
    },
    take(held, found) {
      const tails: RecordInput[] = [];
      const ending = new Set([...streams.keys()].slice(0, held === 'all' ? streams.size : Math.max(0, streams.size - MOST_STREAMS)));
      for (const name of new Set([...ending, ...open])) {
        const stream = streams.get(name);
        if (!stream) continue;
        const ends = ending.has(name);
        const { value, findings } = ends ? stream.redactor.flush() : held === 'due' ? stream.redactor.release() : stream.redactor.settle();
        if (ends) streams.delete(name);
        if (!stream.last || (value === '' && findings.length === 0)) continue;
        const tail = tailOf(stream.last, value);
        found(findings, tail);
        if (value !== '') tails.push(tail);
      }
      open.clear();
      return tails;
    },
  };
}

/** The stream that a record is a piece of. A hook tells the output of a tool whole. */
export function streamName({ type, via, call, agent, data }: SessionRecord): string | undefined {
  const of = call ?? agent ?? '';
  if (type === 'terminal_output') return via === 'hook' || via === 'module' ? undefined : `output\u0000${of}\u0000${String(data['stream'])}`;
  if (type === 'terminal_input') return `input\u0000${of}`; // a secret is typed character by character
  if (type === 'assistant_text' || type === 'assistant_thinking') return typeof data['index'] === 'number' ? `${type}\u0000${of}\u0000${String(data['messageId'])}` : undefined;
  return undefined;
}

function isLast({ data }: SessionRecord): boolean {
  return data['exitCode'] !== undefined || data['final'] === true;
}

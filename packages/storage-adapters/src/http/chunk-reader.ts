import { decodeRecord, isJsonObject, type Chunk, type Cursor, type Damage, type StoredRecord } from '@playhead/protocol';
import { streamFailure } from './failures.ts';
import { createMessageReader } from './sse-lines.ts';

/** How many characters of lines a chunk holds, about. */
const CHUNK_CHARACTERS = 512 * 1024;

const KINDS: ReadonlySet<unknown> = new Set<Damage['kind']>(['torn', 'welded', 'invalid', 'missing']);

/** Puts the messages of a log together as chunks. */
export interface ChunkReader {
  /** @throws PlayheadError that the server sent within the log. */
  push(text: string): readonly Chunk[];
  /** What is there but not handed out yet. */
  rest(): Chunk | undefined;
  /** The last cursor that was given. */
  readonly next: Cursor;
  /** Whether the server said that all that was asked for was sent. */
  readonly done: boolean;
  /** Whether the server said that nothing will ever follow. */
  readonly ended: boolean;
}

/** @param from - The cursor that the log is read from. */
export function createChunkReader(from: Cursor, token: string | undefined): ChunkReader {
  const messages = createMessageReader();
  let records: StoredRecord[] = [];
  let damage: Damage[] = [];
  let characters = 0;
  let next = from;
  let [done, ended] = [false, false];
  const chunk = (upToDate: boolean): Chunk => {
    const whole = { records, damage, next, upToDate };
    [records, damage, characters] = [[], [], 0];
    return whole;
  };
  return {
    get next() { return next; },
    get done() { return done; },
    get ended() { return ended; },
    rest: () => (records.length > 0 || damage.length > 0 ? chunk(false) : undefined),
    push(text) {
      const chunks: Chunk[] = [];
      for (const { event, data, id } of messages.push(text)) {
        if (event === 'message') {
          const record = decodeRecord(data);
          if (record) records.push({ cursor: id, line: data, record });
          else damage.push({ kind: 'invalid', cursor: next, bytes: data.length, message: 'The server sent a line that this version cannot read.' });
          next = id;
          characters += data.length;
          if (characters >= CHUNK_CHARACTERS) chunks.push(chunk(false));
        } else if (event === 'up-to-date') {
          next = id;
          chunks.push(chunk(true));
        } else if (event === 'damage') {
          const found = damageOf(data);
          if (found) damage.push(found);
        } else if (event === 'error') {
          throw streamFailure(data, token);
        } else if (event === 'done') {
          done = true;
        } else if (event === 'end') {
          ended = true;
        }
      }
      return chunks;
    },
  };
}

function damageOf(data: string): Damage | undefined {
  const value: unknown = JSON.parse(data);
  if (!isJsonObject(value)) return undefined;
  const { kind, cursor, bytes, message } = value;
  if (!KINDS.has(kind) || typeof cursor !== 'string' || typeof bytes !== 'number' || typeof message !== 'string') return undefined;
  return { kind: kind as Damage['kind'], cursor, bytes, message }; // one of KINDS
}

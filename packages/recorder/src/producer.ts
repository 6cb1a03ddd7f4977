import { createIdSource, decodeRecord, FORMAT_VERSION, type SessionRecord, type Via } from '@playhead/protocol';
import { encoderOf } from '#encoder';
import { createClock } from './clock.ts';
import type { RecordInput } from './harness.ts';

/** Numbers records. One per recording process and purpose; its numbers have no gaps. */
export interface Producer {
  readonly id: string;
  /**
   * Gives a record its id, number and time.
   * @param change - What may still happen to it before it is written, such as redaction. Its id, producer and number stay.
   * @returns The record and its line, without line feed.
   */
  produce(input: RecordInput, change?: (record: SessionRecord) => SessionRecord): { readonly record: SessionRecord; readonly line: string };
}

/** A record while it is made: spreading what is optional would cost as much as all the rest. */
type Mutable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/**
 * Makes a producer.
 *
 * @param options.via - Which witness it speaks for.
 * @param options.id - Its name. Default: sixteen random characters, so that no two producers of a session share one.
 * @param options.now - The clock, in microseconds since the Unix epoch. Default: a clock that never goes back.
 *
 * @example
 * ```ts
 * const producer = createProducer({ via: 'sdk' });
 * const { line } = producer.produce({ type: 'moment', data: { title: 'tests are green' } });
 * ```
 */
export function createProducer(options: { via: Via; id?: string; now?: () => number }): Producer {
  const { via, now = createClock() } = options;
  let time = now(); // one look at the clock serves the record and its id
  const nextId = createIdSource({ now: () => Math.floor(time / 1000) });
  const { id = shortId(nextId()) } = options;
  const encode = encoderOf({ p: id, e: 0, via });
  let n = 0;
  return {
    id,
    produce(input, change) {
      time = now();
      const { type, data, at = time, key, turn, call, agent } = input;
      const made: Mutable<SessionRecord> = { $r: FORMAT_VERSION, id: nextId(), p: id, e: 0, n, at, type, via, data };
      if (key !== undefined) made.key = key;
      if (turn !== undefined) made.turn = turn;
      if (call !== undefined) made.call = call;
      if (agent !== undefined) made.agent = agent;
      let record = change ? change(made) : made;
      let line = encode(record);
      if (made.n !== n) { // a getter of the data has recorded something
        record = { ...(decodeRecord(line) ?? record), n };
        line = encode(record);
      }
      n += 1; // only now: a record that cannot be encoded leaves no gap
      return { record, line };
    },
  };
}

/** The random half of an id: it stands on every line, and only has to be another one than that of any other producer of the session. */
function shortId(id: string): string {
  return id.slice(-17).replace('-', '');
}

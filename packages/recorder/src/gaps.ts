import type { RecorderGapData } from '@playhead/protocol';
import type { RecordInput } from './harness.ts';

/** Counts what could not be kept until it can be said in the recording. */
export interface Gaps {
  add(what: string, reason: string, count?: number): void;
  readonly pending: boolean;
  /** The `recorder_gap` records of what was counted since the last call. */
  take(): RecordInput[];
}

/** Different kinds of loss that are told apart; the rest is counted as one. What is lost is untrusted too. */
const MOST_KINDS = 50;

/** Makes an empty count. */
export function createGaps(): Gaps {
  let counted = new Map<string, RecorderGapData>();
  return {
    add(what, reason, count = 1) {
      const kind = `${what}\u0000${reason}`;
      const known = counted.has(kind) || counted.size < MOST_KINDS;
      const [key, name] = known ? [kind, what] : [`\u0000${reason}`, 'events'];
      counted.set(key, { count: (counted.get(key)?.count ?? 0) + count, what: name, reason });
    },
    get pending() {
      return counted.size > 0;
    },
    take() {
      const taken = [...counted.values()];
      counted = new Map();
      return taken.map((gap) => ({ type: 'recorder_gap', data: { ...gap } }));
    },
  };
}

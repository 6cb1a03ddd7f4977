import type { RedactionCount, SessionRecord } from '@playhead/protocol';
import type { RecordInput } from './harness.ts';

/** Where something was found. */
type Place = Pick<SessionRecord, 'call' | 'turn' | 'agent'> & { readonly at?: number };

/** Counts what redaction found until it can be said in the recording. */
export interface RedactionTally {
  add(found: readonly RedactionCount[], place: Place): void;
  readonly pending: boolean;
  /** The `redaction` records of what was counted since the last call, one for each tool call. */
  take(): RecordInput[];
}

/** Makes an empty tally. @param policy - The policy in force. */
export function createRedactionTally(policy: string): RedactionTally {
  let calls = new Map<string, { readonly place: Place; readonly counts: Map<string, number> }>();
  return {
    add(found, { call, turn, agent, at }) {
      if (found.length === 0) return;
      const name = call ?? '';
      const place = { ...(call !== undefined && { call }), ...(turn !== undefined && { turn }), ...(agent !== undefined && { agent }), ...(at !== undefined && { at }) };
      const { counts } = calls.get(name) ?? { counts: new Map<string, number>() };
      for (const { kind, count } of found) counts.set(kind, (counts.get(kind) ?? 0) + count);
      calls.set(name, { place, counts });
    },
    get pending() {
      return calls.size > 0;
    },
    take() {
      const taken = [...calls.values()];
      calls = new Map();
      return taken.map(({ place, counts }) => ({ type: 'redaction', ...place, data: { policy, found: [...counts].map(([kind, count]) => ({ kind, count })) } }));
    },
  };
}

import { randomUUID } from 'node:crypto';
import { REMOVAL_VERSION, type RemovalEntry } from '@playhead/protocol';
import { appendAudit } from './audit-file.ts';
import { createBatch } from './batch.ts';
import { isFull } from './failures.ts';

/** Texts of the audit are names of people and rules. In characters. */
const LONGEST = 200;
/** So many lines are written at once. */
const MOST_LINES = 500;

/** A removal on its way. */
export interface Removal {
  readonly entry: RemovalEntry;
  /** Writes down what became of it. */
  end(state: 'done' | 'failed', bytes: number): Promise<void>;
}

/** Writes down what is removed, before and after. */
export interface Removals {
  /** Resolves once the disk has the line. */
  begin(what: RemovalReason): Promise<Removal>;
  /** The same, before it returns: for a removal that nothing may come before. */
  beginNow(what: RemovalReason): Removal;
}

/** What is said of a removal beforehand. */
export type RemovalReason = Pick<RemovalEntry, 'action' | 'sessionId'> & { readonly rule?: string | undefined; readonly by?: string | undefined };

/**
 * Makes one. Lines that are asked for in one turn of the event loop are one write.
 *
 * @param now - Milliseconds since the Unix epoch.
 */
export function createRemovals(path: string, now: () => number): Removals {
  const intents = createBatch<RemovalEntry>((entries) => tryAppend(path, entries, true), MOST_LINES);
  const ends = createBatch<RemovalEntry>((entries) => tryAppend(path, entries, false), MOST_LINES);
  const at = (): number => Math.trunc(now() * 1000);
  const entryOf = ({ action, sessionId, rule, by }: RemovalReason): RemovalEntry => ({
    schemaVersion: REMOVAL_VERSION, id: randomUUID(), at: at(), state: 'began', action, sessionId,
    ...(rule !== undefined && rule !== '' && { rule: rule.slice(0, LONGEST) }), ...(by !== undefined && by !== '' && { by: by.slice(0, LONGEST) }),
  });
  const removalOf = (entry: RemovalEntry): Removal => ({ entry, end: (state, bytes) => ends.add({ ...entry, at: at(), state, ...(state === 'done' && { bytes }) }) });
  return {
    async begin(reason) {
      const entry = entryOf(reason);
      await intents.add(entry);
      return removalOf(entry);
    },
    beginNow(reason) {
      const entry = entryOf(reason);
      tryAppend(path, [entry], true);
      return removalOf(entry);
    },
  };
}

/** On a full disk nothing is written, so that room can be made: the line afterwards has found some. */
function tryAppend(path: string, entries: readonly RemovalEntry[], durably: boolean): void {
  try {
    appendAudit(path, entries, durably);
  } catch (error) {
    if (!isFull(error)) throw error;
  }
}

import { compareRecords, type Damage, type SessionRecord } from '@playhead/protocol';
import type { MakeJoiner } from '../witnesses/call-joiner.ts';
import { type ModelChange, NO_CHANGE } from './change.ts';
import { Projector } from './projector.ts';
import type { SessionModel } from './types.ts';

/**
 * Projects a session until its content was removed. From then on the model holds the one record that says so, whatever came
 * before it or comes after it, and nothing of what was there is kept. Internal: tells what each change was.
 */
export class SessionProjector {
  change: ModelChange = NO_CHANGE;
  readonly #sessionId: string;
  #projector: Projector;
  #tombstone: SessionRecord | undefined;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
    this.#projector = new Projector(sessionId);
  }

  /** From now on calls that several witnesses tell are one. */
  join(make: MakeJoiner): void {
    this.#projector.join(make);
  }

  get model(): SessionModel {
    return this.#projector.model;
  }

  add(records: readonly SessionRecord[], damage: readonly Damage[]): SessionModel {
    const tombstone = firstTombstone(records, this.#tombstone);
    if (tombstone === this.#tombstone) {
      if (!tombstone) this.#projector.add(records, damage);
      this.change = tombstone ? NO_CHANGE : this.#projector.change;
      return this.model;
    }
    const removed = this.model.events;
    this.#tombstone = tombstone;
    this.#projector = new Projector(this.#sessionId);
    const model = this.#projector.add(tombstone ? [tombstone] : [], []);
    this.change = { from: 0, added: model.events, removed, steps: [], activity: [] };
    return model;
  }
}

/** Of all records that say that the content was removed, the first in display order. */
function firstTombstone(records: readonly SessionRecord[], known: SessionRecord | undefined): SessionRecord | undefined {
  let first = known;
  for (const record of records) if (record.type === 'session_dropped' && (!first || compareRecords(record, first) < 0)) first = record;
  return first;
}

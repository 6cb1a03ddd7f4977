import type { SessionRecord } from '@playhead/protocol';
import { type Entry, insertEntry, placeOf } from './entry.ts';
import { GrowingList } from './growing-list.ts';
import type { ReplayEvent } from './types.ts';

/** All entries of a session in display order, also by type and by subagent. */
export class EntryLog {
  readonly entries: Entry[] = [];
  readonly #events: GrowingList<ReplayEvent> = new GrowingList();
  readonly #byType: Map<string, Entry[]> = new Map();
  readonly #byAgent: Map<string, Entry[]> = new Map();
  readonly #errors: Entry[] = [];

  add(entry: Entry): void {
    this.#events.insert(insertEntry(this.entries, entry), entry.event);
    for (const list of this.#listsOf(entry)) insertEntry(list, entry);
  }

  remove(entry: Entry): void {
    const place = placeOf(this.entries, entry.record);
    this.entries.splice(place, 1);
    this.#events.remove(place);
    for (const list of this.#listsOf(entry)) list.splice(list.indexOf(entry), 1);
  }

  /** Shows an entry by another event: it now stands elsewhere. */
  show(entry: Entry, event: ReplayEvent): void {
    entry.event = event;
    this.#events.replace(placeOf(this.entries, entry.record), event);
  }

  placeOf(record: SessionRecord): number {
    return placeOf(this.entries, record);
  }

  ofType(type: string): readonly Entry[] {
    return this.#byType.get(type) ?? [];
  }

  /** The first entry of each subagent, in display order. */
  firstOfAgents(): readonly Entry[] {
    const firsts: Entry[] = [];
    for (const [first] of this.#byAgent.values()) if (first) insertEntry(firsts, first);
    return firsts;
  }

  /** The first event of each step that went wrong, and every other that did. A step says so several times; it is one error. */
  errorIds(): readonly string[] {
    const steps = new Set<string>();
    const ids: string[] = [];
    for (const { record, event: { stepId } } of this.#errors) {
      if (stepId !== undefined && steps.has(stepId)) continue;
      if (stepId !== undefined) steps.add(stepId);
      ids.push(record.id);
    }
    return ids;
  }

  /** The events as they are now; the list never changes. */
  view(): () => readonly ReplayEvent[] {
    return this.#events.view();
  }

  #listsOf({ record, event }: Entry): Entry[][] {
    const lists = [listIn(this.#byType, record.type)];
    if (record.agent !== undefined) lists.push(listIn(this.#byAgent, record.agent));
    if (event.severity === 'error' || event.severity === 'denied') lists.push(this.#errors);
    return lists;
  }
}

function listIn(lists: Map<string, Entry[]>, key: string): Entry[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

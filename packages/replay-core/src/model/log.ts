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

  /** @returns Where it now stands. */
  add(entry: Entry): number {
    const place = insertEntry(this.entries, entry);
    this.#events.insert(place, entry.event);
    for (const list of this.#listsOf(entry)) insertEntry(list, entry);
    return place;
  }

  /** @returns Where it stood. */
  remove(entry: Entry): number {
    const place = placeOf(this.entries, entry.record);
    this.entries.splice(place, 1);
    this.#events.remove(place);
    for (const list of this.#listsOf(entry)) list.splice(list.indexOf(entry), 1);
    return place;
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

  /** The first entry of a subagent. */
  firstOfAgent(agent: string): Entry | undefined {
    return this.#byAgent.get(agent)?.[0];
  }

  /** The events as they are now; the list never changes. */
  view(): () => readonly ReplayEvent[] {
    return this.#events.view();
  }

  #listsOf({ record }: Entry): Entry[][] {
    const lists = [listIn(this.#byType, record.type)];
    if (record.agent !== undefined) lists.push(listIn(this.#byAgent, record.agent));
    return lists;
  }
}

function listIn(lists: Map<string, Entry[]>, key: string): Entry[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

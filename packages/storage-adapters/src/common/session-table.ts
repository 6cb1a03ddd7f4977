import { OUTCOMES, SESSION_SORTS, type SessionQuery, type SessionStatus, type SurveyedSession } from '@playhead/protocol';
import { COMPARED, shownEnd, type SessionFacts } from './session-facts.ts';
import { pageBounds, positionOf } from './session-page.ts';
import { firstSlots } from './first-slots.ts';

const STATUSES: readonly SessionStatus[] = ['recording', 'processing', 'completed', 'failed'];
const FIRST_SLOTS = 1024;
/** Which column has which text. */
const PLACES = Object.fromEntries(COMPARED.map((field, index) => [field, index])) as Readonly<Record<(typeof COMPARED)[number], number>>; // each of them
/** Where the ranks of a session have them. */
const [UPDATED, EVENTS] = [SESSION_SORTS.indexOf('updated'), SESSION_SORTS.indexOf('events')];
/** How many changes are put in their place one by one; more are sorted at once. */
const MOST_MOVES = 64;

/** A page by its ids. */
export interface IdPage {
  readonly ids: readonly string[];
  readonly next?: string;
}

/** What a page is judged by besides the facts. */
export interface Present {
  /** Integer microseconds since the Unix epoch. */
  readonly now: number;
  /** The last heartbeat of a session, in microseconds; 0 for none. */
  readonly heartbeatAt: (sessionId: string) => number;
  /** Whether its texts hold what is searched for; asked only when the query searches. */
  readonly mentions: (sessionId: string) => boolean;
}

/** Facts of many sessions in columns, newest start first: a few hundred bytes a session, and a filter is a walk over numbers. */
export interface SessionTable {
  readonly size: number;
  /** @param numbers - Whatever else its owner keeps of a session. */
  set(facts: SessionFacts, numbers?: readonly number[]): void;
  has(sessionId: string): boolean;
  /** One of the numbers that came with the facts. */
  number(sessionId: string, index: number): number;
  /** Changes one of them. */
  setNumber(sessionId: string, index: number, value: number): void;
  changedAt(sessionId: string): number;
  /** What the records say; undefined for an unknown session. */
  status(sessionId: string): SessionStatus | undefined;
  delete(sessionId: string): void;
  clear(): void;
  /** Every id, newest start first. */
  ids(): readonly string[];
  /** @throws PlayheadError `usage` for a bad limit or cursor. */
  page(query: SessionQuery, present: Present): IdPage;
  /** Every session that fits, newest start first. What was removed of them, their owner knows. */
  survey(query: SessionQuery, present: Present): readonly SurveyedSession[];
  surveyed(sessionId: string, present: Present): SurveyedSession | undefined;
  /** Another text whenever a survey may say something else. */
  revision(present: Present): string;
}

/**
 * Makes a table without sessions.
 *
 * @param width - How many numbers come with the facts. Default none.
 */
export function createSessionTable(width = 0): SessionTable {
  const slots = new Map<string, number>();
  const free: number[] = [];
  const ids: string[] = [];
  const tags = new Map<number, readonly string[]>();
  const words = createWords();
  let order: number[] = [];
  const moved = new Set<number>();
  let changes = 0;
  let leaving: number[] = [];
  let startedAt = new Float64Array(FIRST_SLOTS);
  let changedAt = new Float64Array(FIRST_SLOTS);
  let bytes = new Float64Array(FIRST_SLOTS);
  let ends = new Int32Array(FIRST_SLOTS * 2); // status and outcome
  let terminals = new Int32Array(FIRST_SLOTS); // 1 where there is one
  let compared = COMPARED.map(() => new Int32Array(FIRST_SLOTS));
  let ranks = SESSION_SORTS.map(() => new Float64Array(FIRST_SLOTS));
  let numbers = Array.from({ length: width }, () => new Float64Array(FIRST_SLOTS));

  const grow = (): void => {
    const length = startedAt.length * 2;
    const longer = <Column extends Float64Array | Int32Array>(from: Column, to: Column): Column => {
      to.set(from);
      return to;
    };
    startedAt = longer(startedAt, new Float64Array(length));
    changedAt = longer(changedAt, new Float64Array(length));
    bytes = longer(bytes, new Float64Array(length));
    ends = longer(ends, new Int32Array(length * 2));
    terminals = longer(terminals, new Int32Array(length));
    compared = compared.map((column) => longer(column, new Int32Array(length)));
    ranks = ranks.map((column) => longer(column, new Float64Array(length)));
    numbers = numbers.map((column) => longer(column, new Float64Array(length)));
  };
  const newerFirst = (a: number, b: number): number => {
    const difference = (startedAt[b] ?? 0) - (startedAt[a] ?? 0);
    return difference !== 0 ? difference : (ids[a] ?? '') < (ids[b] ?? '') ? 1 : -1;
  };
  /** How many places of the order come before a position. */
  const placeOf = (isBefore: (slot: number) => boolean): number => {
    let low = 0;
    for (let high = order.length; low < high;) {
      const middle = (low + high) >>> 1;
      if (isBefore(order[middle] ?? 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const settle = (): void => {
    if (moved.size === 0) return;
    const many = moved.size > MOST_MOVES;
    order = order.filter((slot) => !moved.has(slot) && ids[slot] !== '');
    for (const slot of moved) {
      if (ids[slot] === '') continue;
      if (many) order.push(slot);
      else order.splice(placeOf((other) => newerFirst(other, slot) < 0), 0, slot);
    }
    if (many) order.sort(newerFirst);
    moved.clear();
    free.push(...leaving);
    leaving = [];
  };
  const endOf = (slot: number, { now, heartbeatAt }: Present): ReturnType<typeof shownEnd> =>
    shownEnd(STATUSES[ends[slot * 2] ?? 0] ?? 'recording', words.text(ends[slot * 2 + 1] ?? 0), { now, changedAt: changedAt[slot] ?? 0, heartbeatAt: heartbeatAt(ids[slot] ?? '') });
  /** Says of each slot whether it is one that a query wants. */
  const fitting = (query: SessionQuery, present: Present): ((slot: number) => boolean) => {
    const { status, outcome, tags: wantedTags = [], hasTerminal, search, minBytes = -Infinity, maxBytes = Infinity, after: from = -Infinity, before = Infinity, id: wantedId } = query;
    const wanted = COMPARED.flatMap((field, index): (readonly [Int32Array, number | undefined])[] => {
      const value = query[field];
      const column = compared[index];
      return value === undefined || !column ? [] : [[column, words.known(value)]];
    });
    return (slot) => {
      for (const [column, word] of wanted) if (column[slot] !== word) return false;
      const started = startedAt[slot] ?? 0;
      const length = bytes[slot] ?? 0;
      if (started < from || started >= before || length < minBytes || length > maxBytes) return false;
      if (hasTerminal !== undefined && terminals[slot] !== (hasTerminal ? 1 : 0)) return false;
      const id = ids[slot] ?? '';
      if (wantedId !== undefined && !id.startsWith(wantedId) && !id.endsWith(wantedId)) return false;
      if (status !== undefined || outcome !== undefined) {
        const end = endOf(slot, present);
        if ((status !== undefined && end.status !== status) || (outcome !== undefined && end.outcome !== outcome)) return false;
      }
      return wantedTags.every((tag) => tags.get(slot)?.includes(tag)) && (search === undefined || search === '' || present.mentions(id));
    };
  };
  const textAt = (field: (typeof COMPARED)[number], slot: number): string | undefined => words.text(compared[PLACES[field]]?.[slot] ?? 0);
  /** Every field in one literal, also where it is undefined: there are many of them, and so each takes little. */
  const surveyedAt = (slot: number, present: Present): SurveyedSession => {
    const { status, outcome } = (ends[slot * 2] ?? 0) < 2 ? endOf(slot, present) : { status: STATUSES[ends[slot * 2] ?? 0] ?? 'completed', outcome: words.text(ends[slot * 2 + 1] ?? 0) };
    return {
      sessionId: ids[slot] ?? '', status, outcome: OUTCOMES.find((word) => word === outcome), harness: textAt('harness', slot), workspaceName: textAt('workspaceName', slot), project: textAt('project', slot),
      agentName: textAt('agentName', slot), identity: textAt('identity', slot), task: textAt('task', slot), tags: tags.get(slot), startedAt: startedAt[slot] ?? 0, updatedAt: ranks[UPDATED]?.[slot] ?? 0,
      events: ranks[EVENTS]?.[slot] ?? 0, bytes: bytes[slot] ?? 0, hasTerminal: terminals[slot] === 1 ? true : undefined, dropped: undefined,
    };
  };
  return {
    get size() {
      return slots.size;
    },
    has: (sessionId) => slots.has(sessionId),
    number: (sessionId, index) => numbers[index]?.[slots.get(sessionId) ?? 0] ?? 0,
    setNumber(sessionId, index, value) {
      const slot = slots.get(sessionId);
      const column = numbers[index];
      if (slot !== undefined && column) column[slot] = value;
    },
    changedAt: (sessionId) => changedAt[slots.get(sessionId) ?? 0] ?? 0,
    status(sessionId) {
      const slot = slots.get(sessionId);
      return slot === undefined ? undefined : STATUSES[ends[slot * 2] ?? 0];
    },
    set(facts, own = []) {
      const known = slots.get(facts.sessionId);
      const slot = known ?? free.pop() ?? ids.length;
      if (slot >= startedAt.length) grow();
      changes += 1;
      const started = Math.max(0, facts.startedAt); // as in cursors
      if (known === undefined || startedAt[slot] !== started) moved.add(slot);
      slots.set(facts.sessionId, slot);
      ids[slot] = facts.sessionId;
      startedAt[slot] = started;
      changedAt[slot] = facts.changedAt;
      bytes[slot] = facts.bytes;
      ends[slot * 2] = STATUSES.indexOf(facts.status);
      ends[slot * 2 + 1] = words.number(facts.outcome);
      terminals[slot] = facts.hasTerminal ? 1 : 0;
      for (const [index, column] of compared.entries()) column[slot] = words.number(facts.compared[index] ?? null);
      for (const [index, column] of ranks.entries()) column[slot] = Math.max(0, facts.ranks[index] ?? 0);
      for (const [index, column] of numbers.entries()) column[slot] = own[index] ?? 0;
      if (facts.tags.length > 0) tags.set(slot, facts.tags);
      else tags.delete(slot);
    },
    delete(sessionId) {
      const slot = slots.get(sessionId);
      if (slot === undefined) return;
      changes += 1;
      slots.delete(sessionId);
      tags.delete(slot);
      ids[slot] = '';
      moved.add(slot);
      leaving.push(slot); // given to another once it is out of the order
    },
    clear() {
      changes += 1;
      slots.clear();
      tags.clear();
      moved.clear();
      leaving = [];
      free.length = 0;
      ids.length = 0;
      order = [];
      words.clear();
    },
    ids() {
      settle();
      return order.map((slot) => ids[slot] ?? '');
    },
    page(query, present) {
      settle();
      const { size, after } = pageBounds(query);
      const { after: from = -Infinity, before = Infinity, sort = 'started', order: direction = 'descending' } = query;
      const fits = fitting(query, present);
      if (sort !== 'started' || direction !== 'descending') {
        const column = sort === 'started' ? startedAt : ranks[SESSION_SORTS.indexOf(sort)] ?? startedAt;
        const first = firstSlots(order, { size: size + 1, direction, after, valueOf: (slot) => column[slot] ?? 0, idOf: (slot) => ids[slot] ?? '', fits });
        const last = first.length > size ? first[size - 1] : undefined;
        return { ids: first.slice(0, size).map((slot) => ids[slot] ?? ''), ...(last !== undefined && { next: positionOf(column[last] ?? 0, ids[last] ?? '') }) };
      }
      const found: string[] = [];
      const start = after === undefined ? 0 : placeOf((slot) => positionOf(startedAt[slot] ?? 0, ids[slot] ?? '') >= after);
      const end = from === -Infinity ? order.length : placeOf((slot) => (startedAt[slot] ?? 0) >= from);
      for (let place = Math.max(start, before === Infinity ? 0 : placeOf((slot) => (startedAt[slot] ?? 0) >= before)); place < end && found.length <= size; place += 1) {
        const slot = order[place] ?? 0;
        if (fits(slot)) found.push(ids[slot] ?? '');
      }
      const last = found.length > size ? slots.get(found[size - 1] ?? '') : undefined;
      return { ids: found.slice(0, size), ...(last !== undefined && { next: positionOf(startedAt[last] ?? 0, ids[last] ?? '') }) };
    },
    survey(query, present) {
      settle();
      const fits = fitting(query, present);
      const found: SurveyedSession[] = [];
      for (const slot of order) if (fits(slot)) found.push(surveyedAt(slot, present));
      return found;
    },
    surveyed(sessionId, present) {
      const slot = slots.get(sessionId);
      return slot === undefined ? undefined : surveyedAt(slot, present);
    },
    revision(present) {
      settle();
      let open = 0; // sessions that go on grow silent, and are heard of again, without any change
      for (const slot of order) if ((ends[slot * 2] ?? 0) < 2) open = (open * 31 + slot * 2 + (endOf(slot, present).status === 'completed' ? 1 : 0)) | 0;
      return `${changes}.${open}`;
    },
  };
}

/** Texts as numbers, so that a column of them is compared as one of numbers; 0 is none. */
function createWords(): { number(text: string | null): number; known(text: string): number | undefined; text(number: number): string | undefined; clear(): void } {
  const numbers = new Map<string, number>();
  const texts: string[] = [''];
  return {
    number(text) {
      if (text === null) return 0;
      const known = numbers.get(text);
      if (known !== undefined) return known;
      texts.push(text);
      numbers.set(text, texts.length - 1);
      return texts.length - 1;
    },
    known: (text) => numbers.get(text),
    text: (number) => (number === 0 ? undefined : texts[number]),
    clear() {
      numbers.clear();
      texts.length = 1;
    },
  };
}

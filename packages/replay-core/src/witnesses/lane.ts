import { compareRecords } from '@playhead/protocol';
import { isSameServer, type ToldCall } from './call-facts.ts';
import { copyOf, isSameState, type LaneState } from './lane-state.ts';
import type { Place, Side } from './sides.ts';

/** A call that one side tells, while nobody knows which one of the other side it is. */
export interface LaneCall extends ToldCall {
  readonly id: string;
  readonly side: Side;
  readonly end?: Place;
}

interface Mark {
  readonly place: Place;
  readonly call: LaneCall;
  readonly isEnd: boolean;
}

/** So long before a call began on the one side, or after it ended, it may pass on the other: recorders write down later, clocks differ. Microseconds. */
export const WINDOW_US = 30_000_000;
/** So long a call may take before another one is taken for it. */
const LONGEST_US = 3_600_000_000;
/** So many calls of one tool may wait for their other side; of more the oldest have none. */
const MOST_WAITING = 256;

/** A state is kept for about every so many marks. */
const KEPT_EVERY = 256;

interface KeptState {
  /** The state is the one before this mark. */
  readonly mark: Mark;
  readonly state: LaneState;
}

/**
 * The calls of one tool in the order of their time, and which ones of both sides are one: a call that passes while the agent is in a call with the same
 * input is that one, the call that was begun first before the others; then one that passed up to 30 s before the agent told of it or after it had
 * ended; then one that passed during a call with another input, and took no longer than that. What comes late is worked in from a state that was kept before it, until all is as it was.
 */
export class Lane {
  readonly #calls: Map<string, LaneCall> = new Map();
  readonly #marks: Mark[] = [];
  /** In the order of their marks. */
  #kept: KeptState[] = [];
  /** How many marks were walked, and what is known behind them. */
  #walked = 0;
  #state: LaneState = { open: [], waiting: [], late: [] };
  /** How many of them behind the last state that was kept. */
  #sinceKept = 0;
  /** Calls for which a walk found one of the agent. */
  readonly #found: Set<string> = new Set();
  /** The first and the last place among them where a mark came or went since. */
  #firstStale: number = Infinity;
  #lastStale = -1;
  /** Calls of which a mark was taken out there: they may stand behind all that was walked by now. */
  readonly #taken: Set<string> = new Set();
  readonly #keptEvery: number;

  /** @param keptEvery - A state is kept for about every so many marks; 256. What is found does not depend on it. */
  constructor(keptEvery: number = KEPT_EVERY) {
    this.#keptEvery = keptEvery;
  }

  /** Puts a call in, in place of what was known of it; or takes it out. */
  set(id: string, call: LaneCall | undefined): void {
    const known = this.#calls.get(id);
    const [before, now] = [known ? marksOf(known) : [], call ? marksOf(call) : []];
    const stays = known !== undefined && call !== undefined && known.key === call.key && known.server === call.server
      && (call.side === 'agent' || known.end?.at === call.end?.at); // how long a call took that passed says which ones of the agent it may be
    const without = (marks: readonly Mark[], others: readonly Mark[]): readonly Mark[] => marks.filter((mark) => !stays || !others.some((other) => compareMarks(mark, other) === 0));
    for (const mark of without(before, now)) this.#cut(mark, true);
    for (const mark of without(now, before)) this.#cut(mark, false);
    if (call) this.#calls.set(id, call);
    else this.#calls.delete(id);
  }

  /** Walks what is new. `pairs` leads from calls that passed to calls of the agent, and gets what was found; `changed` the calls that passed and are now others'. */
  settle(pairs: Map<string, string>, changed: Set<string>): void {
    const before = new Map<string, string>();
    if (this.#firstStale < Infinity) this.#walkAgain(pairs, before);
    this.#walkTo(this.#marks.length, pairs);
    for (const [id, own] of before) if (pairs.get(id) !== own) changed.add(id);
    for (const id of this.#found) if (before.get(id) !== pairs.get(id)) changed.add(id);
    this.#found.clear();
  }

  #cut(mark: Mark, isGone: boolean): void {
    const place = placeIn(this.#marks, mark);
    this.#marks.splice(place, isGone ? 1 : 0, ...(isGone ? [] : [mark]));
    if (place >= this.#walked) return;
    if (isGone) this.#taken.add(mark.call.id);
    const shift = isGone ? -1 : 1;
    this.#walked += shift;
    this.#lastStale = Math.max(this.#lastStale >= place ? this.#lastStale + shift : -1, place);
    this.#firstStale = Math.min(this.#firstStale, place);
  }

  /** Walks what was walked from before the first change on, until it would only come to what was found before. `before` gets what was found there. */
  #walkAgain(pairs: Map<string, string>, before: Map<string, string>): void {
    const [last, end, final] = [this.#lastStale, this.#walked, this.#state];
    const placed = this.#kept.map(({ mark, state }) => ({ mark, state, place: placeIn(this.#marks, mark) })).filter(({ mark, place }) => this.#marks[place] === mark);
    const usable = placed.findLastIndex(({ place }) => place < this.#firstStale); // one that stands right there may know of a mark that was taken out
    const later = placed.slice(usable + 1);
    this.#kept = placed.slice(0, usable + 1);
    this.#sinceKept = 0;
    this.#walked = placed[usable]?.place ?? 0;
    this.#state = placed[usable] ? copyOf(placed[usable].state) : { open: [], waiting: [], late: [] };
    [this.#firstStale, this.#lastStale] = [Infinity, -1];
    const forget = (id: string): void => {
      const own = pairs.get(id);
      if (own === undefined || before.has(id)) return;
      before.set(id, own);
      pairs.delete(id);
    };
    for (const id of this.#taken) if (this.#calls.has(id)) forget(id); // what left may be in another lane by now
    this.#taken.clear();
    for (const { id } of this.#state.waiting) forget(id);
    for (const [index, { place, state }] of [...later, { place: end, state: final }].entries()) {
      for (const { call } of this.#marks.slice(this.#walked, place)) if (call.side === 'boundary') forget(call.id);
      this.#walkTo(place, pairs);
      if (place <= last || !isSameState(this.#state, state)) continue;
      for (const { id } of this.#state.waiting) {
        const own = before.get(id);
        if (own !== undefined) pairs.set(id, own); // found further on, where nothing changed
      }
      this.#kept.push(...later.slice(index));
      [this.#walked, this.#state] = [end, final];
      this.#sinceKept += end - (later.at(-1)?.place ?? end); // of those between others the number makes no difference
      return;
    }
  }

  #walkTo(end: number, pairs: Map<string, string>): void {
    const pair = (passed: LaneCall, own: LaneCall): void => {
      pairs.set(passed.id, own.id);
      this.#found.add(passed.id);
    };
    for (; this.#walked < end; this.#walked += 1) {
      const mark = this.#marks[this.#walked];
      if (!mark) continue;
      this.#keep(mark);
      this.#expire(mark.place.at);
      this.#walk(mark, pair);
    }
  }

  #keep(mark: Mark): void {
    this.#sinceKept += 1;
    if (this.#sinceKept <= this.#keptEvery) return;
    this.#kept.push({ mark, state: copyOf(this.#state) });
    this.#sinceKept = 0;
  }

  #expire(at: number): void {
    drop(this.#state.open, ({ start }) => start.at < at - LONGEST_US);
    drop(this.#state.waiting, ({ start }) => start.at < at - WINDOW_US);
    drop(this.#state.late, ({ end, start }) => (end ?? start).at < at - WINDOW_US);
  }

  #walk({ call: { id }, isEnd }: Mark, pair: (passed: LaneCall, own: LaneCall) => void): void {
    const call = this.#calls.get(id); // and not the mark's, which is older where only the other one moved
    if (!call) return;
    const { open: begun, waiting, late } = this.#state;
    const isSame = (other: LaneCall): boolean => other.key === call.key && isSameServer(other.server, call.server);
    if (call.side === 'boundary') {
      const own = taken(begun, begun.findIndex(isSame)) ?? taken(late, late.findLastIndex(isSame));
      if (own) pair(call, own);
      else waiting.push(call);
    } else if (!isEnd) begun.push(call);
    else {
      const open = begun.findIndex((other) => other.id === id);
      if (open < 0) return; // it passed
      begun.splice(open, 1);
      // By length, since two recorders' clocks differ: a call that the agent made up between two others is over before the next one has passed.
      const isWithin = (other: LaneCall): boolean => compareRecords(other.start, call.start) >= 0 && lengthOf(other) <= lengthOf(call) && isSameServer(other.server, call.server);
      const passed = taken(waiting, waiting.findLastIndex((other) => isSame(other) && other.start.at >= call.start.at - WINDOW_US))
        ?? taken(waiting, waiting.findIndex(isWithin));
      if (passed) pair(passed, call);
      else late.push(call);
    }
  }
}

/** In microseconds; of what has no end, none. */
function lengthOf({ start, end }: LaneCall): number {
  return end ? end.at - start.at : 0;
}

function marksOf(call: LaneCall): readonly Mark[] {
  const start: Mark = { place: call.start, call, isEnd: false };
  // An end that stands before its beginning ends it at once.
  return call.side === 'boundary' || !call.end ? [start] : [start, { place: compareRecords(call.end, call.start) > 0 ? call.end : call.start, call, isEnd: true }];
}

function compareMarks(a: Mark, b: Mark): number {
  return compareRecords(a.place, b.place) || Number(a.isEnd) - Number(b.isEnd) || (a.call.id < b.call.id ? -1 : Number(a.call.id > b.call.id));
}

/** Where a mark stands, or would stand. */
function placeIn(marks: readonly Mark[], mark: Mark): number {
  let low = 0;
  let high = marks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = marks[middle];
    if (other && compareMarks(other, mark) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Lets go of calls at the beginning of a list, which is in the order of what they are looked at by. */
function drop(calls: LaneCall[], isOver: (call: LaneCall) => boolean): void {
  while (calls[0] && (calls.length > MOST_WAITING || isOver(calls[0]))) calls.shift();
}

function taken(calls: LaneCall[], place: number): LaneCall | undefined {
  return place < 0 ? undefined : calls.splice(place, 1)[0];
}

import { compareRecords } from '@playhead/protocol';
import { isSameServer, type ToldCall } from './call-facts.ts';
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

/**
 * The calls of one tool in the order of their time, and which ones of both sides are one: a call that passes while the agent is in a call with the same
 * input is that one, the call that was begun first before the others; then one that passed up to 30 s before the agent told of it or after it had
 * ended; then one that passed during a call with another input. What comes late is worked in from the last moment at which nothing was open.
 */
export class Lane {
  readonly #calls: Map<string, LaneCall> = new Map();
  readonly #marks: Mark[] = [];
  /** Places among the marks before which nothing was open, ascending. */
  readonly #quiet: number[] = [];
  /** How many marks were walked. */
  #walked = 0;
  /** The first mark that is not as it was when it was walked. */
  #stale: number = Infinity;
  /** Calls that the agent is in. */
  #open: LaneCall[] = [];
  /** Calls that passed and that the agent has not told of. */
  #waiting: LaneCall[] = [];
  /** Calls of the agent that ended and did not pass. */
  #late: LaneCall[] = [];

  /** Puts a call in, in place of what was known of it; or takes it out. */
  set(id: string, call: LaneCall | undefined): void {
    const known = this.#calls.get(id);
    const [before, now] = [known ? marksOf(known) : [], call ? marksOf(call) : []];
    const stays = known !== undefined && call !== undefined && known.key === call.key && known.server === call.server;
    const without = (marks: readonly Mark[], others: readonly Mark[]): readonly Mark[] => marks.filter((mark) => !stays || !others.some((other) => compareMarks(mark, other) === 0));
    for (const mark of without(before, now)) this.#cut(mark, true);
    for (const mark of without(now, before)) this.#cut(mark, false);
    if (call) this.#calls.set(id, call);
    else this.#calls.delete(id);
  }

  /** Walks what is new. `pairs` leads from calls that passed to calls of the agent, and gets what was found; `changed` the calls that passed and are now others'. */
  settle(pairs: Map<string, string>, changed: Set<string>): void {
    const before = new Map<string, string>();
    if (this.#stale < this.#walked) this.#goBack(pairs, before);
    this.#stale = Infinity;
    const pair = (passed: LaneCall, own: LaneCall): void => {
      pairs.set(passed.id, own.id);
      if (before.get(passed.id) === own.id) before.delete(passed.id);
      else changed.add(passed.id);
    };
    for (; this.#walked < this.#marks.length; this.#walked += 1) {
      const mark = this.#marks[this.#walked];
      if (!mark) continue;
      this.#expire(mark.place.at);
      if (this.#open.length + this.#waiting.length + this.#late.length === 0) this.#quiet.push(this.#walked);
      this.#walk(mark, pair);
    }
    for (const id of before.keys()) if (!pairs.has(id)) changed.add(id);
  }

  #cut(mark: Mark, isGone: boolean): void {
    const place = placeIn(this.#marks, mark);
    this.#stale = Math.min(this.#stale, place);
    this.#marks.splice(place, isGone ? 1 : 0, ...(isGone ? [] : [mark]));
  }

  /** To the last moment at which nothing was open, and forgets what was found since. */
  #goBack(pairs: Map<string, string>, before: Map<string, string>): void {
    while (this.#quiet.length > 0 && (this.#quiet.at(-1) ?? 0) >= this.#stale) this.#quiet.pop(); // what was over by one mark may not be by an earlier one
    this.#walked = this.#quiet.pop() ?? 0;
    [this.#open, this.#waiting, this.#late] = [[], [], []];
    for (const { call: { id, side } } of this.#marks.slice(this.#walked)) {
      const own = side === 'boundary' ? pairs.get(id) : undefined;
      if (own === undefined) continue;
      before.set(id, own);
      pairs.delete(id);
    }
  }

  #expire(at: number): void {
    drop(this.#open, ({ start }) => start.at < at - LONGEST_US);
    drop(this.#waiting, ({ start }) => start.at < at - WINDOW_US);
    drop(this.#late, ({ end, start }) => (end ?? start).at < at - WINDOW_US);
  }

  #walk({ call, isEnd }: Mark, pair: (passed: LaneCall, own: LaneCall) => void): void {
    const isSame = (other: LaneCall): boolean => other.key === call.key && isSameServer(other.server, call.server);
    if (call.side === 'boundary') {
      const own = taken(this.#open, this.#open.findIndex(isSame)) ?? taken(this.#late, this.#late.findLastIndex(isSame));
      if (own) pair(call, own);
      else this.#waiting.push(call);
    } else if (!isEnd) this.#open.push(call);
    else {
      const open = this.#open.findIndex(({ id }) => id === call.id);
      if (open < 0) return; // it passed
      this.#open.splice(open, 1);
      const isWithin = (other: LaneCall): boolean => compareRecords(other.start, call.start) >= 0 && isSameServer(other.server, call.server);
      const passed = taken(this.#waiting, this.#waiting.findLastIndex((other) => isSame(other) && other.start.at >= call.start.at - WINDOW_US))
        ?? taken(this.#waiting, this.#waiting.findIndex(isWithin));
      if (passed) pair(passed, call);
      else this.#late.push(call);
    }
  }
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

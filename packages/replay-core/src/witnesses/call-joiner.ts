import { compareRecords, type SessionRecord } from '@playhead/protocol';
import type { Entry } from '../model/entry.ts';
import { eventOf } from '../model/event-of.ts';
import type { EntryLog } from '../model/log.ts';
import type { Placement } from '../model/placement.ts';
import type { Step } from '../model/types.ts';
import { agreementOf } from './agreement.ts';
import { type CallFacts, onlySideOf, type ToldSides, tellOpening } from './call-facts.ts';
import { CallPairs } from './call-pairs.ts';
import { compareSides } from './compare-sides.ts';
import { Coverage } from './coverage.ts';
import type { Disagreement } from './disagreement.ts';
import { type Place, type Side, sideOf } from './sides.ts';

/** Records of both sides come by ways of different length: so long nobody calls a call missing, in microseconds of the session. */
const SETTLES_US = 5_000_000;

/** How sure one may be of a call. */
export type Verdict = Pick<Step, 'agreement'> & { readonly disagreement?: Disagreement };

/** Makes one step of what the agent's own recording and the boundary tell of one call, and says whether they tell the same. */
export interface CallJoiner {
  /** Takes in records, in any order, before they are placed; those of a call that turns out to be another one are moved. */
  take(records: readonly SessionRecord[]): void;
  /** The step of a call that a record belongs to, where that is another call. */
  stepOf(record: SessionRecord): string | undefined;
  /**
   * Looks at what was decided in the light of where the session is: what else may be said now is put together anew.
   *
   * @param updatedAt - The time of the last record: microseconds since the Unix epoch.
   */
  look(over: boolean, updatedAt: number): void;
  /** A step with what is to be said of its witnesses. */
  judged(step: Step, entries: readonly Entry[]): Step;
}

/** Makes a joiner for a log. */
export type MakeJoiner = (log: EntryLog, placement: Placement) => CallJoiner;

/** What is known of a session of which only a part is in a log. */
export interface KnownWitnesses {
  readonly calls: Iterable<CallFacts>;
  readonly coverage: Coverage;
  /** The time of its last record: microseconds since the Unix epoch. */
  readonly updatedAt: number;
}

/** Makes a joiner for a log, with what is in it already. */
export function createCallJoiner(log: EntryLog, placement: Placement, known?: KnownWitnesses): CallJoiner {
  const joiner = new Joiner(log, placement, known);
  joiner.take(log.entries.map(({ record }) => record));
  return joiner;
}

interface TakenCall extends CallFacts {
  readonly opened: ToldSides;
  ended?: Place | undefined;
}

class Joiner implements CallJoiner {
  readonly #calls: Map<string, TakenCall> = new Map();
  readonly #pairs: CallPairs = new CallPairs();
  readonly #coverage: Coverage;
  readonly #touched: Set<string> = new Set();
  /** Calls that one side tells, of which something else may be said once the other is known to have seen it or not. */
  readonly #alone: Set<string> = new Set();
  /** Those whose time has not come. */
  readonly #waiting: Map<string, number> = new Map();
  /** The steps that records of calls were moved to. */
  readonly #moved: Map<string, string> = new Map();
  readonly #log: EntryLog;
  readonly #placement: Placement;
  #isCoverageNew = false;
  #over = false;
  #updatedAt = 0;

  constructor(log: EntryLog, placement: Placement, known?: KnownWitnesses) {
    this.#log = log;
    this.#placement = placement;
    this.#coverage = known?.coverage ?? new Coverage();
    this.#updatedAt = known?.updatedAt ?? 0;
    for (const { id, opened, ended } of known?.calls ?? []) {
      this.#calls.set(id, { id, opened: { ...opened }, ended });
      this.#touched.add(id);
    }
  }

  take(records: readonly SessionRecord[]): void {
    for (const record of records) this.#takeOpening(record);
    for (const record of records) if (record.type === 'tool_result') this.#takeEnd(record);
    for (const call of this.#touched) {
      const facts = this.#calls.get(call);
      if (!facts) continue;
      this.#pairs.tell(facts);
      if (onlySideOf(facts)) this.#alone.add(call);
      else this.#alone.delete(call);
    }
    this.#touched.clear();
    for (const call of this.#pairs.settle()) this.#move(call);
  }

  stepOf({ call }: SessionRecord): string | undefined {
    return call === undefined ? undefined : this.#pairs.agentCallOf(call);
  }

  look(over: boolean, updatedAt: number): void {
    const isOther = this.#isCoverageNew || over !== this.#over;
    [this.#isCoverageNew, this.#over, this.#updatedAt] = [false, over, Math.max(this.#updatedAt, updatedAt)];
    const due = [...this.#waiting].flatMap(([call, from]) => (over || from <= this.#updatedAt ? [call] : []));
    for (const call of due) this.#waiting.delete(call);
    for (const call of isOther ? this.#alone : due) {
      const group = this.#placement.step(call);
      if (group) this.#placement.touchStep(group);
    }
  }

  judged(step: Step, entries: readonly Entry[]): Step {
    const sides = new Map<Side | undefined, Entry[]>();
    for (const entry of entries) {
      const side = sideOf(entry.record.via);
      sides.set(side, [...(sides.get(side) ?? []), entry]);
    }
    const [own, passed] = [sides.get('agent') ?? [], sides.get('boundary') ?? []];
    const opened = (list: readonly Entry[]): boolean => list.some(({ event }) => event.step === 'opens');
    const agreement = agreementOf(own);
    // The id of the call is what the agent calls it, also where a boundary was first.
    const known = { ...step, ...(step.toolUseId !== undefined && { toolUseId: step.id }), agreement };
    if (opened(own) && opened(passed)) {
      const fields = compareSides(own, passed);
      if (fields.length > 0) return { ...known, agreement: 'differs', disagreement: { fields } };
      return agreement === 'single' ? { ...known, agreement: 'agree' } : known;
    }
    const missing = this.#missing(step);
    return missing ? { ...known, agreement: 'missing', disagreement: { missing, fields: [] } } : known;
  }

  #takeOpening(record: SessionRecord): void {
    if (this.#coverage.take(record)) this.#isCoverageNew = true;
    const { call, type } = record;
    if (call === undefined || type !== 'mcp_call') return;
    const known = this.#calls.get(call);
    const taken = known ?? { id: call, opened: {} };
    if (!tellOpening(taken.opened, record)) return;
    this.#touched.add(call);
    if (known) return;
    this.#calls.set(call, taken);
    for (const entry of this.#placement.step(call)?.entries ?? []) if (entry.record.type === 'tool_result') this.#takeEnd(entry.record);
  }

  #takeEnd({ call = '', at, p, e, n }: SessionRecord): void {
    const taken = this.#calls.get(call);
    const end = { at, p, e, n };
    if (!taken || (taken.ended && compareRecords(taken.ended, end) <= 0)) return;
    taken.ended = end;
    this.#touched.add(call);
  }

  /** Lets the records of a call belong to another step. */
  #move(call: string): void {
    const [from, stepId] = [this.#moved.get(call) ?? call, this.#pairs.agentCallOf(call) ?? call];
    this.#moved.set(call, stepId);
    for (const entry of this.#placement.step(from)?.entries.filter(({ record }) => record.call === call) ?? []) {
      this.#placement.remove(entry);
      this.#log.show(entry, eventOf(entry.event, entry.record, { stepId }));
      this.#placement.add(entry);
    }
  }

  /** Which side should know of a call and does not. */
  #missing({ id, status }: Step): Disagreement['missing'] {
    const facts = this.#calls.get(id);
    const side = facts && onlySideOf(facts);
    const told = side && facts.opened[side];
    if (!told || status === 'running') return undefined;
    const from = told.start.at;
    const to = facts.ended?.at ?? from;
    const isMissing = side === 'boundary' ? this.#coverage.agentTells(told.server, { from, to })
      // What the agent says did not go well may never have been sent: denied, refused, stopped.
      : status === 'ok' && this.#coverage.boundarySees(told.server, { from, to });
    if (!isMissing) return undefined;
    if (this.#over || to + SETTLES_US <= this.#updatedAt) return side === 'boundary' ? 'agent' : 'boundary';
    this.#waiting.set(id, to + SETTLES_US);
    return undefined;
  }
}

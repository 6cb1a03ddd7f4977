import { type Damage, producerKey, compareRecords, type SessionInfo, type SessionRecord } from '@playhead/protocol';
import { describeRecord } from './describe.ts';
import type { Entry } from './entry.ts';
import { filesOf } from './files.ts';
import { finalOutputOf } from './final-output.ts';
import type { StepGroup, TurnGroup } from './groups.ts';
import { EntryLog } from './log.ts';
import { isOver, outcomeOf } from './outcome.ts';
import { Placement } from './placement.ts';
import { SESSION_TYPES, sessionOf } from './session.ts';
import { subagentsOf } from './subagents.ts';
import { testsOf } from './tests.ts';
import type { SessionModel, Step, Turn } from './types.ts';
import { usageOf } from './usage.ts';

/** Projects records into a {@link SessionModel}, a few at a time. */
export interface ModelBuilder {
  /**
   * Takes in records, in any order and any number of times, and gives the model of everything
   * taken in so far. Earlier models stay as they are and share what did not change.
   */
  add(records: readonly SessionRecord[], damage?: readonly Damage[]): SessionModel;
  /** The model of everything taken in so far. */
  readonly model: SessionModel;
}

/**
 * Makes an empty model. The result depends on what was added, never on order, repetition or
 * splitting: of records with one (`p`, `e`, `n`) one counts, of records with one `key` the first in
 * display order.
 *
 * @param options.sessionId - The session's id until a `session_start` record names it. Default `''`.
 *
 * @example
 * ```ts
 * const builder = createModel();
 * const model = builder.add(records);
 * model.turns[0]?.steps.map((step) => step.title);
 * ```
 */
export function createModel(options: { sessionId?: string } = {}): ModelBuilder {
  const projector = new Projector(options.sessionId ?? '');
  return {
    add: (records, damage = []) => projector.add(records, damage),
    get model() { return projector.model; },
  };
}

/** Which record types each part of the model is made of. */
const SOURCES: readonly (readonly [part: Part, types: readonly string[]])[] = [
  ['session', SESSION_TYPES], ['files', ['file_diff', 'file_read']], ['tests', ['test_result']],
  ['usage', ['usage']], ['finalOutput', ['final_output']],
];
type Part = 'session' | 'files' | 'tests' | 'usage' | 'finalOutput' | 'errorIds' | 'subagents';
const PARTS_BY_TYPE: ReadonlyMap<string, Part> = new Map(SOURCES.flatMap(([part, types]) => types.map((type) => [type, part] as const)));

class Projector {
  model: SessionModel;
  readonly #log: EntryLog = new EntryLog();
  readonly #placement: Placement = new Placement(this.#log);
  readonly #seen: Set<string> = new Set();
  readonly #byKey: Map<string, Entry> = new Map();
  readonly #damage: Map<string, Damage> = new Map();
  readonly #stale: Set<Part> = new Set();
  readonly #running: Set<StepGroup> = new Set();
  readonly #starters: Map<StepGroup, Step> = new Map();
  readonly #sessionId: string;
  #order: readonly TurnGroup[] = [];
  #session: SessionInfo;
  #over = false;

  constructor(sessionId: string) {
    this.#sessionId = sessionId;
    this.#session = sessionOf(sessionId, []);
    this.model = {
      session: this.#session, events: [], turns: [], subagents: [], files: [], tests: [], usage: usageOf([]), errorIds: [], damage: [], chapters: [], moments: [],
    };
  }

  add(records: readonly SessionRecord[], damage: readonly Damage[]): SessionModel {
    const fresh = records.filter((record) => this.#isNew(record)).sort(compareRecords);
    for (const record of fresh) this.#take(record);
    let damaged = false;
    for (const piece of damage) {
      const key = `${piece.cursor}\u0000${piece.kind}\u0000${piece.bytes}`;
      damaged ||= !this.#damage.has(key);
      this.#damage.set(key, piece);
    }
    if (fresh.length > 0 || damaged) this.model = this.#project(damaged);
    return this.model;
  }

  #isNew(record: SessionRecord): boolean {
    const key = producerKey(record);
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  #take(record: SessionRecord): void {
    const rival = record.key === undefined ? undefined : this.#byKey.get(record.key);
    if (rival && compareRecords(rival.record, record) <= 0) return;
    if (rival) {
      this.#log.remove(rival);
      this.#placement.remove(rival);
      this.#stain(rival);
    }
    const described = describeRecord(record);
    const stepId = record.call ?? (described.step ? record.id : undefined);
    const entry: Entry = { record, event: { ...described, id: record.id, record, ...(stepId !== undefined && { stepId }) } };
    if (record.key !== undefined) this.#byKey.set(record.key, entry);
    this.#log.add(entry);
    this.#placement.add(entry);
    this.#stain(entry);
  }

  #stain({ record, event }: Entry): void {
    const part = PARTS_BY_TYPE.get(record.type);
    if (part) this.#stale.add(part);
    if (record.agent !== undefined) this.#stale.add('subagents');
    if (event.severity === 'error' || event.severity === 'denied') this.#stale.add('errorIds');
  }

  #project(damaged: boolean): SessionModel {
    const log = this.#log;
    const before = this.model;
    const part = <Value>(name: Part, present: Value, make: () => Value): Value => (this.#stale.has(name) ? make() : present);
    this.#session = part('session', this.#session, () => sessionOf(this.#sessionId, SESSION_TYPES.flatMap((type) => log.ofType(type)).sort((a, b) => compareRecords(a.record, b.record))));
    this.#setOver(isOver(this.#session));
    this.#buildSteps();
    const turns = this.#buildTurns();
    const finalOutput = part('finalOutput', before.finalOutput, () => finalOutputOf(log.ofType('final_output')));
    const files = part('files', before.files, () => filesOf(log.ofType('file_diff'), log.ofType('file_read')));
    const tests = part('tests', before.tests, () => testsOf(log.ofType('test_result')));
    const usage = part('usage', before.usage, () => usageOf(log.ofType('usage')));
    const errorIds = part('errorIds', before.errorIds, () => log.errorIds());
    const subagents = part('subagents', before.subagents, () => subagentsOf(
      log.firstOfAgents(), log.ofType('subagent_start'), log.ofType('subagent_stop'),
      [...this.#starters.values()].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1)),
    ));
    const damage = damaged ? [...this.#damage].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, piece]) => piece) : before.damage;
    this.#stale.clear();
    const events = log.view();
    return {
      session: this.#sessionNow(turns, finalOutput),
      get events() { return events(); },
      turns, subagents, files, tests, ...(finalOutput && { finalOutput }), usage, errorIds, damage, chapters: [], moments: [],
    };
  }

  #sessionNow(turns: readonly Turn[], finalOutput: SessionModel['finalOutput']): SessionInfo {
    const { entries } = this.#log;
    const outcome = outcomeOf(this.#session, turns, finalOutput);
    return {
      ...this.#session, events: this.#seen.size,
      startedAt: entries[0]?.record.at ?? 0, updatedAt: entries.at(-1)?.record.at ?? 0, ...(outcome && { outcome }),
    };
  }

  /** When the session is over nothing runs any more: steps without an end were interrupted. */
  #setOver(over: boolean): void {
    if (over === this.#over) return;
    this.#over = over;
    for (const group of this.#running) this.#placement.touchStep(group);
    for (const turn of this.#placement.turns.values()) {
      turn.touch();
      this.#placement.touchedTurns.add(turn);
    }
  }

  #buildSteps(): void {
    for (const group of this.#placement.touchedSteps) {
      if (group.entries.length === 0) {
        this.#running.delete(group);
        if (this.#starters.delete(group)) this.#stale.add('subagents');
        continue;
      }
      const step = group.build(this.#over);
      if (step.status === 'running' || step.status === 'interrupted') this.#running.add(group);
      else this.#running.delete(group);
      if (step.startedAgentId !== undefined || this.#starters.has(group)) this.#stale.add('subagents');
      if (step.startedAgentId !== undefined) this.#starters.set(group, step);
      else this.#starters.delete(group);
    }
    this.#placement.touchedSteps.clear();
  }

  #buildTurns(): readonly Turn[] {
    const placement = this.#placement;
    if (placement.touchedTurns.size === 0 && !placement.orderChanged) return this.model.turns;
    if (placement.orderChanged) {
      this.#order = [...placement.turns.values()].filter((turn) => turn.entries.length > 0).sort((a, b) => compareHeads(a.head, b.head));
    }
    placement.orderChanged = false;
    placement.touchedTurns.clear();
    return this.#order.map((turn) => turn.build(this.#over));
  }
}

function compareHeads(a: Entry | undefined, b: Entry | undefined): number {
  return a && b ? compareRecords(a.record, b.record) : 0;
}

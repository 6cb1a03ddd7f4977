import { type Damage, compareRecords, type SessionInfo, type SessionRecord } from '@playhead/protocol';
import { type ModelChange, NO_CHANGE } from './change.ts';
import { ChaptersFolder, concernsChapters } from './chapters.ts';
import { describeRecord } from './describe.ts';
import type { Entry } from './entry.ts';
import { ErrorsFolder, isError } from './errors.ts';
import { eventOf } from './event-of.ts';
import { FILE_TYPES, FilesFolder } from './files.ts';
import { finalOutputOf } from './final-output.ts';
import { Fold } from './fold.ts';
import type { StepGroup, TurnGroup } from './groups.ts';
import { createKnownNumbers } from './known-numbers.ts';
import { EntryLog } from './log.ts';
import { makesMoment, MomentsFolder } from './moments.ts';
import { isOver, outcomeOf } from './outcome.ts';
import { type PartOfLog, Placement } from './placement.ts';
import { RedactionsFolder } from './redactions.ts';
import { SESSION_TYPES, sessionOf } from './session.ts';
import { subagentsOf } from './subagents.ts';
import { TestsFolder } from './tests.ts';
import type { CallJoiner, MakeJoiner } from '../witnesses/call-joiner.ts';
import { isTerminalPiece } from '../terminal/terminal-piece.ts';
import { concernsTerminals, TerminalsFolder } from '../terminal/terminals.ts';
import type { TerminalHead } from '../terminal/types.ts';
import type { Chapter, Moment, ReplayEvent, SessionModel, Step, TestRun, TouchedFile, Turn, UsageTotals } from './types.ts';
import { NO_USAGE, UsageFolder } from './usage.ts';

/** The parts of the model that are made anew when a record of theirs arrives, by record type; the rest goes on where it stood. */
const PARTS: ReadonlyMap<string, Part> = new Map([...SESSION_TYPES.map((type) => [type, 'session'] as const), ['final_output', 'finalOutput']]);
/** What terminals do is told to the second. */
const ACTIVITY_US = 1_000_000;
type Part = 'session' | 'finalOutput' | 'subagents';

/** What {@link createModel} runs on. Internal: tells what each change was. */
export class Projector {
  change: ModelChange = NO_CHANGE;
  model: SessionModel;
  #joiner: CallJoiner | undefined;
  readonly #log: EntryLog = new EntryLog();
  readonly #placement: Placement;
  /** The numbers of each producer and epoch. */
  readonly #seen: Map<string, (number: number) => boolean> = new Map();
  #count = 0;
  readonly #byKey: Map<string, Entry> = new Map();
  readonly #damage: Map<string, Damage> = new Map();
  readonly #stale: Set<Part> = new Set();
  readonly #running: Set<StepGroup> = new Set();
  readonly #starters: Map<StepGroup, Step> = new Map();
  readonly #files: Fold<readonly TouchedFile[]> = new Fold<readonly TouchedFile[]>(() => new FilesFolder(), ({ record }) => FILE_TYPES.has(record.type));
  readonly #tests: Fold<readonly TestRun[]> = new Fold<readonly TestRun[]>(() => new TestsFolder(), ({ record }) => record.type === 'test_result');
  readonly #usage: Fold<UsageTotals> = new Fold<UsageTotals>(() => new UsageFolder(), ({ record }) => record.type === 'usage');
  readonly #errors: Fold<readonly string[]> = new Fold<readonly string[]>(() => new ErrorsFolder(), isError);
  readonly #chapters: Fold<readonly Chapter[]> = new Fold<readonly Chapter[]>(() => new ChaptersFolder(), concernsChapters);
  readonly #moments: Fold<readonly Moment[]> = new Fold<readonly Moment[]>(() => new MomentsFolder(), makesMoment);
  readonly #redactions: Fold<SessionInfo['redactions']> = new Fold<SessionInfo['redactions']>(() => new RedactionsFolder(), ({ record }) => record.type === 'redaction');
  readonly #terminals: Fold<readonly TerminalHead[]> = new Fold<readonly TerminalHead[]>(() => new TerminalsFolder(), concernsTerminals);
  readonly #folds: readonly Fold<unknown>[] = [this.#files, this.#tests, this.#usage, this.#errors, this.#chapters, this.#moments, this.#redactions, this.#terminals];
  readonly #sessionId: string;
  readonly #part: PartOfLog | undefined;
  #from = Infinity;
  #added: Entry[] = [];
  #removed: ReplayEvent[] = [];
  #steps: (readonly [Step, ReplayEvent])[] = [];
  #activity: number[] = [];
  #order: readonly TurnGroup[] = [];
  #session: SessionInfo;
  #over = false;
  #startedAt = Infinity;
  #updatedAt = 0;

  /** @param part - What is known besides, where only a part of the log is projected. */
  constructor(sessionId: string, part?: PartOfLog) {
    this.#sessionId = sessionId;
    this.#part = part;
    this.#placement = new Placement(this.#log, part?.turnOfStep);
    this.#session = sessionOf(sessionId, []);
    this.model = {
      session: this.#session, events: [], turns: [], subagents: [], files: [], tests: [], usage: NO_USAGE, errorIds: [], damage: [], chapters: [], moments: [], terminals: [],
    };
  }

  /** From now on calls that several witnesses tell are one. */
  join(make: MakeJoiner): void {
    this.#joiner ??= make(this.#log, this.#placement);
  }

  add(records: readonly SessionRecord[], damage: readonly Damage[]): SessionModel {
    const fresh = records.filter((record) => this.#isNew(record)).sort(compareRecords);
    this.#joiner?.take(fresh);
    for (const record of fresh) {
      this.#startedAt = Math.min(this.#startedAt, record.at);
      this.#updatedAt = Math.max(this.#updatedAt, record.at);
      if (isTerminalPiece(record)) this.#takePiece(record);
      else this.#take(record);
    }
    let damaged = false;
    for (const piece of damage) {
      const key = `${piece.cursor}\u0000${piece.kind}\u0000${piece.bytes}`;
      damaged ||= !this.#damage.has(key);
      this.#damage.set(key, piece);
    }
    if (fresh.length > 0 || damaged) this.model = this.#project(damaged);
    this.change = { from: this.#from, added: this.#added.map(({ event }) => event), removed: this.#removed, steps: this.#steps, activity: this.#activity };
    [this.#from, this.#added, this.#removed, this.#steps, this.#activity] = [Infinity, [], [], [], []];
    return this.model;
  }

  #isNew(record: SessionRecord): boolean {
    const producer = `${record.p}\u0000${record.e}`;
    const isNew = this.#seen.get(producer) ?? createKnownNumbers();
    this.#seen.set(producer, isNew);
    if (!isNew(record.n)) return false;
    this.#count += 1;
    return true;
  }

  /** What a terminal shows is read when somebody looks at it; here it only tells that something went on. */
  #takePiece({ at }: SessionRecord): void {
    if (at >= (this.#activity.at(-1) ?? -Infinity) + ACTIVITY_US) this.#activity.push(at);
  }

  #take(record: SessionRecord): void {
    const rival = record.key === undefined ? undefined : this.#byKey.get(record.key);
    if (rival && compareRecords(rival.record, record) <= 0) return;
    if (rival) {
      this.#from = Math.min(this.#from, this.#log.remove(rival));
      this.#removed.push(rival.event);
      this.#placement.remove(rival);
      for (const fold of this.#folds) fold.remove(rival);
      this.#stain(rival, true);
    }
    const described = describeRecord(record);
    const stepId = this.#joiner?.stepOf(record) ?? record.call ?? (described.step ? record.id : undefined);
    const entry: Entry = { record, event: eventOf(described, record, { stepId }) };
    if (record.key !== undefined) this.#byKey.set(record.key, entry);
    this.#from = Math.min(this.#from, this.#log.add(entry));
    this.#added.push(entry);
    this.#placement.add(entry);
    for (const fold of this.#folds) fold.add(entry);
    this.#stain(entry, false);
  }

  #stain(entry: Entry, gone: boolean): void {
    const { type, agent } = entry.record;
    const part = PARTS.get(type);
    if (part) this.#stale.add(part);
    if (agent !== undefined && (gone || type.startsWith('subagent_') || this.#log.firstOfAgent(agent) === entry)) this.#stale.add('subagents');
  }

  #project(damaged: boolean): SessionModel {
    const log = this.#log;
    const before = this.model;
    const part = <Value>(name: Part, present: Value, make: () => Value): Value => (this.#stale.has(name) ? make() : present);
    this.#session = part('session', this.#session, () => sessionOf(this.#sessionId, SESSION_TYPES.flatMap((type) => log.ofType(type)).sort((a, b) => compareRecords(a.record, b.record))));
    this.#setOver(this.#part?.over ?? isOver(this.#session));
    this.#buildSteps();
    const turns = this.#buildTurns();
    const finalOutput = part('finalOutput', before.finalOutput, () => finalOutputOf(log.ofType('final_output')));
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
      turns, subagents, ...(finalOutput && { finalOutput }), damage,
      files: this.#files.value(), tests: this.#tests.value(), usage: this.#usage.value(),
      errorIds: this.#errors.value(), chapters: this.#chapters.value(), moments: this.#moments.value(), terminals: this.#terminals.value(),
    };
  }

  #sessionNow(turns: readonly Turn[], finalOutput: SessionModel['finalOutput']): SessionInfo {
    const outcome = outcomeOf(this.#session, turns, finalOutput);
    const redactions = this.#redactions.value();
    return {
      // Of all records, as a storage counts them: also those that say again what another one with their key says.
      ...this.#session, events: this.#count, startedAt: this.#count && this.#startedAt, updatedAt: this.#updatedAt, ...(outcome && { outcome }), ...(redactions && { redactions }),
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
    this.#joiner?.look(this.#over, this.#updatedAt);
    for (const group of this.#placement.touchedSteps) {
      const [first] = group.entries;
      if (!first) {
        this.#running.delete(group);
        if (this.#starters.delete(group)) this.#stale.add('subagents');
        continue;
      }
      const step = group.build(this.#over, this.#joiner);
      this.#steps.push([step, first.event]);
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

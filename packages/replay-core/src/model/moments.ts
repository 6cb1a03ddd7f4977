import type { Entry } from './entry.ts';
import { isError } from './errors.ts';
import { FirstWitness, type Folder } from './fold.ts';
import { commitOf } from './commands.ts';
import { GrowingList } from './growing-list.ts';
import { dataOf, numberIn, stringIn, textIn } from './read-data.ts';
import { shortTitle } from './short-title.ts';
import { opensTurn } from './turns.ts';
import type { Moment } from './types.ts';

/** The record types that mark a moment themselves. */
const MARKS: ReadonlyMap<string, Moment['type']> = new Map([
  ['moment', 'moment'], ['milestone', 'milestone'], ['session_checkpoint', 'checkpoint'], ['snapshot', 'snapshot'], ['note', 'note'], ['needs_review', 'needs_review'],
]);
/** What a recorder notices in a terminal. */
const NOTICED = /^(command|idle|resize|exit|error|milestone|tests_(pass|fail)ed)$/;
const OTHERS: ReadonlySet<string> = new Set(['prompt', 'test_result', 'tool_result']);

/** Whether an entry can be or make a moment. */
export function makesMoment(entry: Entry): boolean {
  const { type } = entry.record;
  return MARKS.has(type) || OTHERS.has(type) || isError(entry) || (type === 'terminal_command' && commitOf(entry) !== undefined);
}

function kindOf(mark: Moment['type'], category = ''): Moment['type'] {
  return mark === 'moment' && NOTICED.test(category) ? (category as Moment['type']) : mark; // one of these words
}

/** The points of a session worth a jump. */
export class MomentsFolder implements Folder<readonly Moment[]> {
  readonly #moments: GrowingList<Moment> = new GrowingList();
  readonly #tests: FirstWitness = new FirstWitness();
  /** The steps that went wrong, with the moment that says so. */
  readonly #wrong: Map<string, Moment> = new Map();
  /** The titles of what commands commit, by call, and the calls that are over. */
  readonly #commits: Map<string, string> = new Map();
  readonly #committed: Set<string> = new Set();
  #value: readonly Moment[] | undefined = [];

  take(entry: Entry): void {
    const { record, event } = entry;
    const mark = MARKS.get(record.type);
    if (mark) this.#add(entry, kindOf(mark, stringIn(dataOf(record), 'category')), event.summary || event.title, stringIn(dataOf(record), 'description') ?? stringIn(dataOf(record), 'summary'));
    else if (opensTurn(entry)) this.#add(entry, 'prompt', shortTitle(textIn(dataOf(record), 'text')));
    else if (record.type === 'test_result') this.#takeTests(entry);
    else {
      if (isError(entry)) this.#takeError(entry);
      this.#takeCommit(entry);
    }
  }

  /** Results are late all the time, and few of them say anything. */
  ignores(entry: Entry): boolean {
    const { type, call } = entry.record;
    return type === 'tool_result' && !isError(entry) && (call === undefined || !this.#commits.has(call));
  }

  value(): readonly Moment[] {
    return (this.#value ??= this.#moments.view()());
  }

  #add({ record: { id, at } }: Entry, type: Moment['type'], title: string, description?: string): Moment {
    const moment: Moment = { eventId: id, type, title, at, ...(description !== undefined && { description }) };
    this.#moments.push(moment);
    this.#value = undefined;
    return moment;
  }

  /** A failed run speaks for its step: the step's error is no moment of its own. */
  #takeTests(entry: Entry): void {
    if (!this.#tests.lets(entry)) return;
    const failed = (numberIn(dataOf(entry.record), 'failed') ?? 0) > 0;
    const { stepId, summary } = entry.event;
    if (failed && stepId !== undefined) {
      const known = this.#wrong.get(stepId);
      if (known && known.type !== 'tests_failed') this.#drop(known);
    }
    const moment = this.#add(entry, failed ? 'tests_failed' : 'tests_passed', summary);
    if (failed && stepId !== undefined) this.#wrong.set(stepId, moment);
  }

  #takeError(entry: Entry): void {
    const { stepId, severity, summary, title } = entry.event;
    if (stepId !== undefined && this.#wrong.has(stepId)) return;
    const moment = this.#add(entry, severity === 'denied' ? 'denied' : 'error', summary || title);
    if (stepId !== undefined) this.#wrong.set(stepId, moment);
  }

  /** A commit is there when the command that made it went well. */
  #takeCommit(entry: Entry): void {
    const { type, call, data } = entry.record;
    if (type === 'terminal_command') {
      const message = commitOf(entry);
      if (message === undefined) return;
      const title = shortTitle(message) || entry.event.summary;
      if (call === undefined) this.#add(entry, 'commit', title);
      else this.#commits.set(call, title);
    } else if (type === 'tool_result' && call !== undefined) {
      const title = this.#commits.get(call);
      if (title === undefined || this.#committed.has(call)) return;
      this.#committed.add(call);
      if (dataOf({ data })['status'] === 'ok') this.#add(entry, 'commit', title);
    }
  }

  #drop(moment: Moment): void {
    for (let place = this.#moments.length - 1; place >= 0; place -= 1) {
      if (this.#moments.at(place) === moment) return this.#moments.remove(place);
    }
  }
}

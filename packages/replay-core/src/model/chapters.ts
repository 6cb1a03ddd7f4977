import { commitOf, testCommandOf } from './commands.ts';
import type { Entry } from './entry.ts';
import type { Folder } from './fold.ts';
import { dataOf, stringIn, textIn } from './read-data.ts';
import { shortTitle } from './short-title.ts';
import { opensTurn } from './turns.ts';
import { startedTasks } from './tasks.ts';
import type { Chapter } from './types.ts';

/** A turn with more steps than this may be more than one chapter. */
const LONG_TURN = 40;
/** About how many chapters a turn is split into at most. */
const MOST_CHAPTERS = 12;
/** How many steps lie at least between two chapters of a turn, by what begins them. */
const APART = { goal: 3, tests: 10, commit: 10 } as const;
/** A chapter begins once this many steps follow in it. */
const FOLLOWED_BY = 3;

const TYPES: ReadonlySet<string> = new Set(['chapter', 'prompt', 'task_list', 'file_diff', 'terminal_command', 'test_result']);

/** Whether an entry can begin a chapter or says where one may begin. */
export function concernsChapters({ record, event }: Entry): boolean {
  return TYPES.has(record.type) || (event.step === 'opens' && record.agent === undefined);
}

/** A place inside a turn where a chapter may begin. */
interface Mark {
  readonly chapter: Chapter;
  readonly origin: keyof typeof APART;
  /** How many steps of the turn come before it. */
  readonly steps: number;
}

/** A turn on its way into chapters. */
interface TurnMarks {
  readonly chapter: Chapter;
  readonly marks: Mark[];
  readonly calls: Set<string>;
  /** The running commands by call, with the number of steps before them. */
  readonly commands: Map<string, { readonly entry: Entry; readonly steps: number }>;
  /** Whether files were changed since tests last ran. */
  edited: boolean;
  steps: number;
}

/** The chapters that were recorded; else one for every turn with a prompt, very long ones split at goals, or at tests and commits. */
export class ChaptersFolder implements Folder<readonly Chapter[]> {
  readonly #recorded: Chapter[] = [];
  /** The chapters of the turns before the last one. */
  readonly #past: Chapter[] = [];
  readonly #started: Set<string> = new Set();
  #turn: TurnMarks | undefined;
  /** The chapters of the last turn, as far as they are known to be up to date. */
  #present: readonly Chapter[] | undefined = [];
  #value: readonly Chapter[] | undefined = [];

  take(entry: Entry): void {
    const { record, event } = entry;
    if (record.type === 'chapter') {
      this.#recorded.push(chapterAt(entry, event.summary || event.title, 'recorded'));
      this.#value = undefined;
    } else if (opensTurn(entry)) this.#begin(entry);
    else if (this.#turn) this.#mark(entry, this.#turn);
  }

  value(): readonly Chapter[] {
    return (this.#value ??= this.#recorded.length > 0 ? this.#recorded.slice() : [...this.#past, ...(this.#present ??= split(this.#turn))]);
  }

  /** What the machine itself asks for goes on with what is being done. */
  #begin(entry: Entry): void {
    const data = dataOf(entry.record);
    if (data['origin'] === 'machine' && this.#turn) return;
    this.#past.push(...(this.#present ?? split(this.#turn)));
    this.#turn = {
      chapter: chapterAt(entry, shortTitle(textIn(data, 'text')), 'turn'), marks: [], calls: new Set(), commands: new Map(), edited: false, steps: 0,
    };
    this.#present = [this.#turn.chapter];
    this.#value = undefined;
  }

  #mark(entry: Entry, turn: TurnMarks): void {
    const { record, event } = entry;
    const { call, type } = record;
    if (record.agent !== undefined) return;
    const before = turn.steps;
    if (event.step === 'opens' && !(call !== undefined && turn.calls.has(call))) {
      if (call !== undefined) turn.calls.add(call);
      turn.steps += 1;
    }
    if (type === 'task_list') for (const title of startedTasks(entry, this.#started)) this.#put(turn, entry, 'goal', shortTitle(title), before);
    else if (type === 'file_diff') turn.edited = true;
    else if (type === 'terminal_command') {
      const message = commitOf(entry);
      if (message !== undefined) this.#put(turn, entry, 'commit', shortTitle(message === '' ? 'Commit' : `Commit: ${message}`), before);
      if (call !== undefined) turn.commands.set(call, { entry, steps: before });
    } else if (type === 'test_result' && turn.edited) {
      turn.edited = false;
      const run = (call === undefined ? undefined : turn.commands.get(call)) ?? { entry, steps: before };
      const command = stringIn(dataOf(run.entry.record), 'command');
      this.#put(turn, run.entry, 'tests', command === undefined ? 'Tests' : shortTitle(`Tests: ${testCommandOf(command)}`), run.steps);
    }
    const last = turn.marks.at(-1);
    if (turn.steps === before || turn.steps <= LONG_TURN || !last) return;
    if (turn.steps === LONG_TURN + 1 || turn.steps - last.steps <= FOLLOWED_BY || rarity(turn.steps) !== rarity(before)) this.#stale();
  }

  #put(turn: TurnMarks, entry: Entry, origin: Mark['origin'], title: string, steps: number): void {
    turn.marks.push({ chapter: chapterAt(entry, title, origin), origin, steps });
    if (turn.steps > LONG_TURN) this.#stale();
  }

  #stale(): void {
    this.#present = undefined;
    this.#value = undefined;
  }
}

function chapterAt({ record: { id, at } }: Entry, title: string, origin: Chapter['origin']): Chapter {
  return { id, title, at, eventId: id, origin };
}

/** The chapters of a turn. */
function split(turn: TurnMarks | undefined): readonly Chapter[] {
  if (!turn) return [];
  const chapters = [turn.chapter];
  if (turn.steps <= LONG_TURN) return chapters;
  const goals = turn.marks.filter(({ origin }) => origin === 'goal');
  const marks = goals.length > 1 ? goals : turn.marks.filter(({ origin }) => origin !== 'goal');
  let last = 0;
  for (const { chapter, origin, steps } of marks) {
    if (steps - last < APART[origin] * rarity(turn.steps) || turn.steps - steps < FOLLOWED_BY) continue;
    chapters.push(chapter);
    last = steps;
  }
  return chapters;
}

/** How much farther apart the chapters of a turn lie the longer it is. Doubles, so that most of them stay where they are. */
function rarity(steps: number): number {
  let times = 1;
  while (steps > APART.tests * MOST_CHAPTERS * times) times *= 2;
  return times;
}

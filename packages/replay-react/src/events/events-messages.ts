import type { EventKind } from '@playhead/protocol';

/** Words of events. Counts come as a number, for the plural, and as it is written. */
export interface EventsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly loading: string;
  readonly emptyTitle: string;
  readonly empty: string;
  readonly emptyLive: string;
  readonly noMatchTitle: string;
  /** Why nothing is left: the range, as two times, and the families asked for, in the plural. */
  readonly noMatch: (range: string | undefined, kinds: readonly string[]) => string;
  readonly clearFilter: string;
  readonly errorTitle: string;
  readonly forbiddenTitle: string;
  readonly tryAgain: string;
  /** Stands in the place of an event whose renderer failed. */
  readonly broken: string;
  readonly hidden: (count: number, written: string) => string;
  readonly clear: string;
  readonly jumpToLive: string;
  readonly unseen: (count: number, written: string) => string;
  readonly events: (count: number, written: string) => string;
  /** When a chapter began that goes on. */
  readonly from: (time: string) => string;
  readonly expand: (name: string) => string;
  readonly collapse: (name: string) => string;
  readonly moreLines: (count: number, written: string) => string;
  /** Where only the length of an output is known. */
  readonly wholeOutput: (size: string) => string;
  readonly more: string;
  readonly failed: string;
  readonly denied: string;
  readonly interrupted: string;
  readonly running: (duration: string) => string;
  readonly exit: (code: number) => string;
  readonly testsFailed: (count: number, written: string) => string;
  readonly testsPassed: (count: number, written: string) => string;
  readonly testsSkipped: (count: number, written: string) => string;
  readonly lines: (count: number, written: string) => string;
  readonly lineRange: (from: number, to: number) => string;
  readonly matches: (count: number, written: string) => string;
  readonly below: (path: string) => string;
  readonly tasksDone: (done: number, total: number) => string;
  readonly files: (count: number, written: string) => string;
  readonly background: string;
  readonly loadingRest: string;
  readonly decidedBy: string;
  readonly deciders: Readonly<Record<'user' | 'rule' | 'policy' | 'mode', string>>;
  readonly reason: string;
  readonly requested: string;
  readonly input: string;
  readonly result: string;
  readonly noResult: string;
  /** In the place of a text that redaction kept back as a whole. */
  readonly withheld: (what: string) => string;
  readonly subagent: string;
  readonly thinking: string;
  /** Names of steps whose tool has none. */
  readonly names: Readonly<Partial<Record<EventKind, string>>>;
  readonly taskStatus: Readonly<Record<'pending' | 'in_progress' | 'completed' | 'deleted', string>>;
}

/** The English words. */
export const eventsMessages: EventsMessages = {
  label: 'Events',
  loading: 'Loading events',
  emptyTitle: 'No events yet',
  empty: 'The recording holds no events.',
  emptyLive: 'They appear here as the agent works.',
  noMatchTitle: 'No events match',
  noMatch: (range, kinds) => {
    const where = range === undefined ? 'The session' : `The range ${range}`;
    return kinds.length === 0 ? `${where} has no event that the filters let through.` : `${where} has no ${kinds.length < 2 ? kinds.join('') : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`}.`;
  },
  clearFilter: 'Clear filter',
  errorTitle: 'The session did not load',
  forbiddenTitle: 'You can’t open this session',
  tryAgain: 'Try again',
  broken: 'This event could not be drawn',
  hidden: (count, written) => `${written} ${count === 1 ? 'event' : 'events'} hidden by filters`,
  clear: 'Clear',
  jumpToLive: 'Jump to live',
  unseen: (_count, written) => `${written} new`,
  events: (count, written) => `${written} ${count === 1 ? 'event' : 'events'}`,
  from: (time) => `from ${time}`,
  expand: (name) => `Expand ${name}`,
  collapse: (name) => `Collapse ${name}`,
  moreLines: (count, written) => `${written} more ${count === 1 ? 'line' : 'lines'}`,
  wholeOutput: (size) => `All of it, ${size}`,
  more: 'More',
  failed: 'Failed',
  denied: 'Denied',
  interrupted: 'Interrupted',
  running: (duration) => `Running ${duration}`,
  exit: (code) => `exit ${code}`,
  testsFailed: (_count, written) => `${written} failed`,
  testsPassed: (_count, written) => `${written} passed`,
  testsSkipped: (_count, written) => `${written} skipped`,
  lines: (count, written) => `${written} ${count === 1 ? 'line' : 'lines'}`,
  lineRange: (from, to) => `lines ${from} – ${to}`,
  matches: (count, written) => `${written} ${count === 1 ? 'match' : 'matches'}`,
  below: (path) => `in ${path}`,
  tasksDone: (done, total) => `${done} of ${total} done`,
  files: (count, written) => `${written} ${count === 1 ? 'file' : 'files'}`,
  background: 'background',
  loadingRest: 'Loading the rest…',
  decidedBy: 'decided by',
  deciders: { user: 'user', rule: 'rule', policy: 'policy', mode: 'permission mode' },
  reason: 'reason',
  requested: 'requested',
  input: 'Input',
  result: 'Result',
  noResult: 'no result',
  withheld: (what) => `${what.charAt(0).toUpperCase()}${what.slice(1)} withheld by redaction`,
  subagent: 'Subagent',
  thinking: 'Thinking',
  names: { command: 'Command', read: 'Read', search: 'Search', edit: 'Edit', test: 'Tests', skill: 'Skill', subagent: 'Agent', task: 'Tasks', checkpoint: 'Checkpoint' },
  taskStatus: { pending: 'To do', in_progress: 'In progress', completed: 'Done', deleted: 'Removed' },
};

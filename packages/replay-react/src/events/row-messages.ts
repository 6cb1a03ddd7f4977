import type { EventKind } from '@playhead/protocol';

/** Words of rows. Counts come as a number, for the plural, and as it is written. */
export interface RowMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly loading: string;
  readonly events: (count: number, written: string) => string;
  /** When a chapter began that goes on. */
  readonly from: (time: string) => string;
  readonly expand: (name: string) => string;
  readonly collapse: (name: string) => string;
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
  readonly loadingRest: string;
  /** Below the beginning of a long prompt or answer. */
  readonly showAll: string;
  readonly showLess: string;
  /** In the place of a text that redaction kept back as a whole. */
  readonly withheld: (what: string) => string;
  readonly subagent: string;
  /** Names of steps whose tool has none. */
  readonly names: Readonly<Partial<Record<EventKind, string>>>;
}

const counted = (one: string, ending = 's') => (count: number, written: string): string => `${written} ${one}${count === 1 ? '' : ending}`;

/** The English words of rows. */
export const rowMessages: RowMessages = {
  label: 'Events',
  loading: 'Loading events',
  events: counted('event'),
  from: (time) => `from ${time}`,
  expand: (name) => `Expand ${name}`,
  collapse: (name) => `Collapse ${name}`,
  failed: 'Failed',
  denied: 'Denied',
  interrupted: 'Interrupted',
  running: (duration) => `Running ${duration}`,
  exit: (code) => `exit ${code}`,
  testsFailed: (_count, written) => `${written} failed`,
  testsPassed: (_count, written) => `${written} passed`,
  testsSkipped: (_count, written) => `${written} skipped`,
  lines: counted('line'),
  lineRange: (from, to) => `lines ${from} – ${to}`,
  matches: counted('match', 'es'),
  below: (path) => `in ${path}`,
  tasksDone: (done, total) => `${done} of ${total} done`,
  files: counted('file'),
  loadingRest: 'Loading the rest…',
  showAll: 'Show all',
  showLess: 'Show less',
  withheld: (what) => `${what.charAt(0).toUpperCase()}${what.slice(1)} withheld by redaction`,
  subagent: 'Subagent',
  names: { command: 'Command', read: 'Read', search: 'Search', edit: 'Edit', test: 'Tests', skill: 'Skill', subagent: 'Agent', task: 'Tasks', checkpoint: 'Checkpoint' },
};

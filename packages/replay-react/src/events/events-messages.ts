import { rowMessages, type RowMessages } from './row-messages.ts';

/** Words of events. Counts come as a number, for the plural, and as it is written. */
export interface EventsMessages extends RowMessages {
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
  readonly moreLines: (count: number, written: string) => string;
  /** Where only the length of an output is known. */
  readonly wholeOutput: (size: string) => string;
  readonly background: string;
  readonly decidedBy: string;
  readonly deciders: Readonly<Record<'user' | 'rule' | 'policy' | 'mode', string>>;
  /** Words of what a permission holds besides. */
  readonly permission: Readonly<Record<'rule' | 'identity' | 'task', string>>;
  readonly reason: string;
  readonly requested: string;
  readonly input: string;
  readonly result: string;
  readonly noResult: string;
  readonly thinking: string;
  /** That a call waits until somebody approves it. */
  readonly waits: string;
  /** That somebody approved a call that waited, and who if it is known. */
  readonly approved: (approver: string | undefined) => string;
  /** That the agent's own recording and the one at the boundary do not tell the same: who does not know of the call, if anybody. */
  readonly disagreements: Readonly<Record<'agent' | 'boundary' | 'none', string>>;
  /** What they tell differently, as a noun. */
  readonly disagreementFields: Readonly<Record<'tool' | 'input' | 'output' | 'status', string>>;
  readonly told: (what: string) => string;
  readonly toldBy: Readonly<Record<'agent' | 'boundary', (what: string) => string>>;
  readonly taskStatus: Readonly<Record<'pending' | 'in_progress' | 'completed' | 'deleted', string>>;
}

/** The English words: those of rows, and those that load after the first rows. */
export const eventsMessages: EventsMessages = {
  ...rowMessages,
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
  moreLines: (count, written) => `${written} more ${count === 1 ? 'line' : 'lines'}`,
  wholeOutput: (size) => `All of it, ${size}`,
  background: 'background',
  decidedBy: 'decided by',
  deciders: { user: 'user', rule: 'rule', policy: 'policy', mode: 'permission mode' },
  permission: { rule: 'rule', identity: 'on behalf of', task: 'task' },
  reason: 'reason',
  requested: 'requested',
  input: 'Input',
  result: 'Result',
  noResult: 'no result',
  thinking: 'Thinking',
  waits: 'Waits for an approval',
  approved: (approver) => (approver === undefined ? 'Approved' : `Approved by ${approver.slice(0, 60)}`),
  disagreements: { agent: 'Not told by the agent', boundary: 'Never passed the boundary', none: 'Told differently by the agent' },
  disagreementFields: { tool: 'tool', input: 'arguments', output: 'result', status: 'outcome' },
  told: (what) => `${what.charAt(0).toUpperCase()}${what.slice(1)} as both tell`,
  toldBy: { agent: (what) => `${what}, says the agent`, boundary: (what) => `${what}, as it passed` },
  taskStatus: { pending: 'To do', in_progress: 'In progress', completed: 'Done', deleted: 'Removed' },
};

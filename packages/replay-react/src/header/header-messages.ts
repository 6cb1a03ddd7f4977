import type { SessionInfo } from '@playhead/protocol';

/** Words of the header. */
export interface HeaderMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly outcomes: Readonly<Record<NonNullable<SessionInfo['outcome']>, string>>;
  /** Who of the reviewers gave it that outcome. */
  readonly outcomeBy: (author: string) => string;
  readonly completed: string;
  readonly processing: string;
  readonly live: string;
  readonly reconnecting: string;
  /** What the icons mean, for assistive technology. */
  readonly facts: Readonly<Record<'agent' | 'workspace' | 'branch' | 'identity' | 'task' | 'duration' | 'redaction' | 'protection', string>>;
  /** What keeps the agent from the recording, by the word of its header. */
  readonly protections: Readonly<Record<string, string>>;
  readonly active: (time: string) => string;
  readonly ofWall: (time: string) => string;
  readonly soFar: (time: string) => string;
  readonly events: (count: number, number: string) => string;
  /** How many values redaction took out. */
  readonly redacted: (count: number) => string;
  readonly search: string;
  readonly copyLink: string;
  readonly copied: string;
  readonly more: string;
  readonly shortcuts: string;
  readonly download: string;
  readonly branchFrom: string;
}

/** The English words. */
export const headerMessages: HeaderMessages = {
  label: 'Session',
  outcomes: { success: 'Succeeded', failed: 'Failed', interrupted: 'Interrupted', max_iterations_reached: 'Limit reached' },
  outcomeBy: (author) => `says ${author}`,
  completed: 'Completed',
  processing: 'Processing',
  live: 'Live',
  reconnecting: 'Reconnecting',
  facts: { agent: 'Agent', workspace: 'Workspace', branch: 'Branch', identity: 'Identity', task: 'Task', duration: 'Duration', redaction: 'Redaction', protection: 'Recorded as' },
  protections: { same_user: 'agent\'s user', other_user: 'another user', append_only: 'append-only' },
  active: (time) => `${time} active`,
  ofWall: (time) => `of ${time}`,
  soFar: (time) => `${time} so far`,
  events: (count, number) => `${number} ${count === 1 ? 'event' : 'events'}`,
  redacted: (count) => `${count} redacted`,
  search: 'Search this session',
  copyLink: 'Copy link',
  copied: 'Copied',
  more: 'More actions',
  shortcuts: 'Keyboard shortcuts',
  download: 'Download recording',
  branchFrom: 'Branch from here',
};

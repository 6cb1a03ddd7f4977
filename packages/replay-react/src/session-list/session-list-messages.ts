import type { SessionFilters, SessionOutcomeFilter, SessionPeriod, SessionSortKey } from './session-list-item.ts';

/** Words of the list of sessions. */
export interface SessionListMessages {
  /** What assistive technology calls it, and its title. */
  readonly label: string;
  readonly columns: Readonly<Record<SessionSortKey | 'activity' | 'pin', string>>;
  readonly standings: Readonly<Record<SessionOutcomeFilter | 'processing' | 'completed', string>>;
  /** The name of a session whose content was removed. */
  readonly private: string;
  readonly search: string;
  readonly outcome: string;
  readonly anyOutcome: string;
  /** The short name of an outcome, for a button. */
  readonly outcomes: Readonly<Record<SessionOutcomeFilter, string>>;
  readonly period: string;
  readonly anyPeriod: string;
  readonly periods: Readonly<Record<SessionPeriod, string>>;
  readonly project: string;
  readonly anyProject: string;
  readonly agent: string;
  readonly anyAgent: string;
  readonly harness: string;
  readonly anyHarness: string;
  readonly task: string;
  readonly anyTask: string;
  readonly tag: string;
  readonly anyTag: string;
  /** Behind a choice of a menu: how many there are of it. */
  readonly counted: (count: string) => string;
  /** That no retention policy removes a session, and the filter that leaves such. */
  readonly pinned: string;
  /** The button that keeps a session, pressed while it is kept. */
  readonly pin: (name: string) => string;
  readonly pinHint: string;
  readonly flagged: string;
  readonly select: (name: string) => string;
  readonly selectAll: string;
  readonly compare: (count: number) => string;
  readonly justNow: string;
  readonly today: (time: string) => string;
  readonly yesterday: (time: string) => string;
  readonly passed: (count: string) => string;
  readonly failed: (count: string) => string;
  readonly noTests: string;
  readonly toReview: (count: number) => string;
  /** With how many there were before some were cleared. */
  readonly toReviewOf: (count: number, all: number) => string;
  /** The filter that leaves sessions with a recorded terminal. */
  readonly terminal: string;
  /** The filter that leaves sessions with something to review. */
  readonly needsReview: string;
  /** The filter that leaves sessions whose witnesses disagree. */
  readonly disagree: string;
  readonly shown: (shown: string, total: string) => string;
  readonly showMore: (count: string) => string;
  readonly loadMore: string;
  readonly noMatch: string;
  readonly noMatchReason: (filters: SessionFilters, period: string) => string;
  readonly clearFilters: string;
  readonly empty: string;
  readonly emptyHint: 'Sessions appear here as soon as they begin: start Claude Code. If it is not recorded yet, first run',
  readonly emptyCommand: string;
  readonly copy: string;
  readonly copied: string;
  readonly loading: string;
  readonly error: string;
  readonly stale: string;
  readonly retry: string;
  readonly figures: string;
  readonly sessions: string;
  readonly successRate: string;
  readonly averageActive: string;
  readonly averageDuration: string;
  readonly perSession: string;
  readonly cost: string;
  readonly costEach: (cost: string) => string;
  readonly review: string;
  readonly reviewIn: (count: number, written: string) => string;
  readonly byProject: string;
  readonly inAll: string;
  /** Where there are more sessions than are at hand: of how many the figures are. */
  readonly figuresOf: (count: number, written: string) => string;
}

/** The English words. */
export const sessionListMessages: SessionListMessages = {
  label: 'Sessions',
  columns: {
    outcome: 'Outcome', session: 'Session', project: 'Project', agent: 'Agent', identity: 'Identity', started: 'Started', duration: 'Duration',
    activity: 'Activity', changes: 'Changes', tests: 'Tests', review: 'Review', cost: 'Cost', iterations: 'Iterations', size: 'Size', pin: 'Pinned',
  },
  standings: { success: 'Succeeded', failed: 'Failed', interrupted: 'Interrupted', max_iterations_reached: 'Limit reached', live: 'Live', processing: 'Processing', completed: 'Completed' },
  private: 'Private session',
  search: 'Search prompts',
  outcome: 'Outcome',
  anyOutcome: 'All',
  outcomes: { success: 'Succeeded', failed: 'Failed', interrupted: 'Interrupted', max_iterations_reached: 'Limit', live: 'Live' },
  period: 'Period',
  anyPeriod: 'Any time',
  periods: { today: 'Today', '7d': '7 days', '30d': '30 days' },
  project: 'Project',
  anyProject: 'All projects',
  agent: 'Agent',
  anyAgent: 'All agents',
  harness: 'Harness',
  anyHarness: 'Any harness',
  task: 'Task',
  anyTask: 'Any task',
  tag: 'Tag',
  anyTag: 'All tags',
  counted: (count) => ` (${count})`,
  pinned: 'Pinned',
  pin: (name) => `Keep ${name}`,
  pinHint: 'Keep it: no retention policy removes it then',
  flagged: 'Flagged',
  select: (name) => `Select ${name}`,
  selectAll: 'Select all shown',
  compare: (count) => (count > 0 ? `Compare ${count}` : 'Compare'),
  justNow: 'Just now',
  today: (time) => `Today, ${time}`,
  yesterday: (time) => `Yesterday, ${time}`,
  passed: (count) => `${count} passed`,
  failed: (count) => `${count} failed`,
  noTests: 'none',
  toReview: (count) => `${count} to review`,
  toReviewOf: (count, all) => `${count} of ${all} to review`,
  terminal: 'Terminal',
  needsReview: 'Needs review',
  disagree: 'Witnesses disagree',
  shown: (shown, total) => `${shown} of ${total} sessions`,
  showMore: (count) => `Show ${count} more`,
  loadMore: 'Load older sessions',
  noMatch: 'No sessions match',
  noMatchReason: ({ search = '', outcome, project, agent, harness, task, tag, terminal, review, agreement, pinned }, period) => {
    const what = outcome === undefined ? 'was recorded' : { success: 'succeeded', failed: 'failed', interrupted: 'was interrupted', max_iterations_reached: 'reached its limit', live: 'is live' }[outcome];
    const where = `${project === undefined ? '' : ` in ${project}`}${agent === undefined ? '' : ` by ${agent}`}${harness === undefined ? '' : ` in ${harness}`}${task === undefined ? '' : ` for ${task.slice(0, 80)}`}${tag === undefined ? '' : ` tagged ${tag.slice(0, 80)}`}${period === '' ? '' : `, ${period}`}`;
    const words = search.trim().slice(0, 80);
    return `Nothing${pinned === undefined ? '' : ' that is pinned'}${review === undefined ? '' : ' that needs a review'}${terminal === undefined ? '' : ' in a terminal'}${words === '' ? '' : ` with “${words}”`}${agreement === undefined ? '' : ' whose witnesses disagree'} ${what}${where}.`;
  },
  clearFilters: 'Clear filters',
  empty: 'No sessions yet',
  emptyHint: 'Sessions appear here as soon as they begin: start Claude Code. If it is not recorded yet, first run',
  emptyCommand: 'npx playhead init claude',
  copy: 'Copy',
  copied: 'Copied',
  loading: 'Loading sessions',
  error: 'The sessions could not be loaded',
  stale: 'This list is not up to date.',
  retry: 'Try again',
  figures: 'Figures',
  sessions: 'Sessions',
  successRate: 'Success rate',
  averageActive: 'Average active time',
  averageDuration: 'Average duration',
  perSession: 'per session',
  cost: 'Cost',
  costEach: (cost) => `${cost} each`,
  review: 'Needs review',
  reviewIn: (count, written) => `in ${written} session${count === 1 ? '' : 's'}`,
  byProject: 'Success by project',
  inAll: 'in all',
  figuresOf: (_count, written) => `figures of ${written}`,
};

/** Words of the figures of many sessions. */
export interface SessionStatsMessages {
  /** What assistive technology calls it, and its title. */
  readonly label: string;
  readonly figures: string;
  readonly sessions: string;
  readonly sessionsEnded: (written: string) => string;
  readonly successRate: string;
  readonly averageDuration: string;
  readonly median: (written: string) => string;
  readonly tokens: string;
  readonly tokensOf: (input: string, output: string) => string;
  readonly cost: string;
  readonly costOf: (priced: string) => string;
  readonly turnTime: string;
  readonly retries: string;
  readonly perStep: string;
  readonly firstGreen: string;
  readonly fromStart: string;
  readonly changes: string;
  readonly changedFiles: (count: number, written: string) => string;
  /** What follows is of loops of actor and critic. */
  readonly loops: string;
  readonly iterations: string;
  readonly perLoop: (count: number, written: string) => string;
  readonly firstTry: string;
  readonly waste: string;
  readonly approval: string;
  readonly improvement: string;
  readonly cycle: string;
  readonly overTime: string;
  readonly period: string;
  readonly periods: Readonly<Record<'day' | 'week' | 'month', string>>;
  readonly sessionsBy: string;
  readonly succeeded: string;
  readonly others: string;
  readonly durationBy: string;
  readonly tokensBy: string;
  readonly read: string;
  readonly written: string;
  readonly costBy: string;
  readonly project: string;
  readonly agent: string;
  readonly tool: string;
  readonly model: string;
  readonly byProject: string;
  readonly byAgent: string;
  readonly byTool: string;
  readonly byModel: string;
  readonly duration: string;
  readonly calls: string;
  readonly failed: string;
  readonly latency: string;
  readonly slowest: string;
  readonly messages: string;
  readonly more: (count: number, written: string) => string;
  /** What a click on a name does: shows only the sessions of a project or an agent. */
  readonly only: (name: string) => string;
  readonly unmeasured: (count: number, written: string) => string;
  readonly loading: string;
  readonly error: string;
  readonly stale: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly noMatch: string;
  readonly noMatchHint: string;
}

const plural = (count: number, written: string, noun: string): string => `${written} ${noun}${count === 1 ? '' : 's'}`;

/** The English words. */
export const sessionStatsMessages: SessionStatsMessages = {
  label: 'Statistics',
  figures: 'Figures',
  sessions: 'Sessions',
  sessionsEnded: (written) => `${written} ended`,
  successRate: 'Success rate',
  averageDuration: 'Average duration',
  median: (written) => `median ${written}`,
  tokens: 'Tokens',
  tokensOf: (input, output) => `${input} read, ${output} written`,
  cost: 'Cost',
  costOf: (priced) => `of ${priced} sessions`,
  turnTime: 'Time of a turn',
  retries: 'Retries',
  perStep: 'of all steps',
  firstGreen: 'First green test',
  fromStart: 'from the start',
  changes: 'Lines changed',
  changedFiles: (count, written) => `in ${plural(count, written, 'file')}`,
  loops: 'Actor and critic',
  iterations: 'Iterations',
  perLoop: (count, written) => `in ${plural(count, written, 'loop')}`,
  firstTry: 'First-try rate',
  waste: 'Waste rate',
  approval: 'Critic approval',
  improvement: 'Improvement',
  cycle: 'Cycle time',
  overTime: 'Over time',
  period: 'Stretches of time',
  periods: { day: 'Day', week: 'Week', month: 'Month' },
  sessionsBy: 'Sessions',
  succeeded: 'Succeeded',
  others: 'Others',
  durationBy: 'Average duration',
  tokensBy: 'Tokens',
  read: 'Read',
  written: 'Written',
  costBy: 'Cost',
  project: 'Project',
  agent: 'Agent',
  tool: 'Tool',
  model: 'Model',
  byProject: 'By project',
  byAgent: 'By agent',
  byTool: 'By tool',
  byModel: 'By model',
  duration: 'Average',
  calls: 'Calls',
  failed: 'Failed',
  latency: 'Median',
  slowest: '95th percentile',
  messages: 'Messages',
  more: (_count, written) => `and ${written} more`,
  only: (name) => `Only ${name}`,
  unmeasured: (count, written) => `${plural(count, written, 'session')} ${count === 1 ? 'is' : 'are'} not measured yet and ${count === 1 ? 'counts' : 'count'} in none of the figures but how many there are and how they ended.`,
  loading: 'Adding up sessions',
  error: 'The statistics could not be loaded',
  stale: 'These figures are not up to date.',
  empty: 'No sessions yet',
  emptyHint: 'What sessions took, used and achieved is added up here.',
  noMatch: 'No sessions match',
  noMatchHint: 'No session fits all of the filters.',
};

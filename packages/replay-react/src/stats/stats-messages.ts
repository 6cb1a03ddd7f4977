import type { EventKind } from '@playhead/protocol';

/** Words of the statistics. */
export interface StatsMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly loading: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly tokens: string;
  readonly tokensIn: (out: string) => string;
  readonly cost: string;
  readonly activeTime: string;
  readonly ofWall: (time: string) => string;
  readonly errors: string;
  readonly ofSteps: (steps: string) => string;
  readonly groupBy: string;
  readonly byKind: string;
  readonly byTool: string;
  readonly byAgent: string;
  readonly kinds: Readonly<Partial<Record<EventKind, string>>>;
  readonly mainAgent: string;
  readonly name: string;
  readonly count: string;
  readonly duration: string;
  readonly share: string;
  readonly failed: (count: string) => string;
  readonly more: (count: number) => string;
  /** What assistive technology calls the summary of what was done. */
  readonly behaviour: string;
  readonly read: string;
  readonly changed: string;
  readonly ran: string;
  readonly asked: string;
  readonly nothing: string;
  readonly did: Readonly<Record<DidWord, (count: number, written: string) => string>>;
  readonly tokensByTurn: string;
  readonly costByTurn: string;
  readonly timeByTurn: string;
  readonly turn: string;
  readonly input: string;
  readonly output: string;
  /** The highest bar of a chart. */
  readonly most: (figure: string) => string;
  readonly latency: string;
  readonly median: string;
  readonly p95: string;
  readonly retries: string;
  readonly attempts: string;
  readonly tries: (count: number, written: string) => string;
  readonly result: string;
  readonly succeeded: string;
  readonly neverSucceeded: string;
  /** Which way the session was recorded. */
  readonly captured: (tier: string) => string;
  /** What keeps the agent from the recording, by the word of its header. */
  readonly protections: Readonly<Record<string, string>>;
  /** What that way cannot see. */
  readonly unseen: (what: string) => string;
  /** What recording it changed for the agent, as a list of words. */
  readonly sideEffects: (what: string) => string;
}

/** What a summary counts. */
export type DidWord = 'files' | 'searches' | 'pages' | 'added' | 'removed' | 'commits' | 'commands' | 'failed' | 'testRuns' | 'mcpCalls' | 'skills' | 'subagents' | 'prompts' | 'permissions' | 'questions' | 'denied';

const counted = (one: string, many: string) => (count: number, written: string): string => `${written} ${count === 1 ? one : many}`;

/** The English words. */
export const statsMessages: StatsMessages = {
  label: 'Statistics',
  loading: 'Loading statistics',
  empty: 'Nothing to count yet',
  emptyHint: 'Figures appear with the first step of the session.',
  tokens: 'Tokens',
  tokensIn: (out) => `in, ${out} out`,
  cost: 'Cost',
  activeTime: 'Active time',
  ofWall: (time) => `of ${time}`,
  errors: 'Errors',
  ofSteps: (steps) => `of ${steps} steps`,
  groupBy: 'Time by',
  byKind: 'Kind',
  byTool: 'Tool',
  byAgent: 'Agent',
  kinds: {
    prompt: 'Prompts', assistant: 'Answers', command: 'Commands', read: 'Reads', search: 'Searches', edit: 'Edits', test: 'Tests', mcp: 'MCP calls', skill: 'Skills', subagent: 'Subagents', tool: 'Other tools',
    permission: 'Permissions', task: 'Tasks', checkpoint: 'Checkpoints', error: 'Errors', session: 'Session',
  },
  mainAgent: 'Main agent',
  name: 'Name',
  count: 'Steps',
  duration: 'Time',
  share: 'Share',
  failed: (count) => `${count} failed`,
  more: (count) => `${count} more`,
  behaviour: 'What the agent did',
  read: 'Read',
  changed: 'Changed',
  ran: 'Ran',
  asked: 'Asked',
  nothing: 'Nothing',
  did: {
    files: counted('file', 'files'), searches: counted('search', 'searches'), pages: counted('page', 'pages'),
    added: counted('line added', 'lines added'), removed: counted('removed', 'removed'), commits: counted('commit', 'commits'),
    commands: counted('command', 'commands'), failed: counted('failed', 'failed'), testRuns: counted('test run', 'test runs'),
    mcpCalls: counted('MCP call', 'MCP calls'), skills: counted('skill', 'skills'), subagents: counted('subagent', 'subagents'),
    prompts: counted('prompt', 'prompts'), permissions: counted('permission asked', 'permissions asked'), questions: counted('question', 'questions'), denied: counted('denied', 'denied'),
  },
  tokensByTurn: 'Tokens by turn',
  costByTurn: 'Cost by turn',
  timeByTurn: 'Time by turn',
  turn: 'Turn',
  input: 'In',
  output: 'Out',
  most: (figure) => `up to ${figure}`,
  latency: 'Tool latency',
  median: 'Median',
  p95: '95 %',
  retries: 'Retries',
  attempts: 'Attempts',
  tries: (_count, written) => `${written} attempts`,
  result: 'Result',
  succeeded: 'Succeeded',
  neverSucceeded: 'Never succeeded',
  captured: (tier) => `Recorded by way of: ${tier}.`,
  protections: {
    same_user: 'The agent runs as the same user, and could change the recording.', other_user: 'It is another user\'s, out of the agent\'s reach.',
    append_only: 'A server keeps it, out of the reach of an agent: it is sent with a token that can only add.',
  },
  unseen: (what) => `By itself that way does not see: ${what}.`,
  sideEffects: (what) => `It changed for the agent: ${what}.`,
};

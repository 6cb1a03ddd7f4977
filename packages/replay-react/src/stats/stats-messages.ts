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
}

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
  },
  mainAgent: 'Main agent',
  name: 'Name',
  count: 'Steps',
  duration: 'Time',
  share: 'Share',
  failed: (count) => `${count} failed`,
  more: (count) => `${count} more`,
};

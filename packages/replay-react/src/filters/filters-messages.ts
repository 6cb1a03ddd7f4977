import type { EventKind } from '@playhead/protocol';

/** Words of filter events. */
export interface FiltersMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  /** On the button, while nothing is filtered. */
  readonly all: string;
  /** On the button, while filters are on. */
  readonly active: (count: number) => string;
  readonly clear: string;
  readonly kindsLabel: string;
  readonly statusesLabel: string;
  readonly agentsLabel: string;
  readonly mainAgent: string;
  readonly subagent: string;
  /** How many events are left of how many. */
  readonly shown: (shown: string, all: string) => string;
  /** Families of events, in the plural. */
  readonly kinds: Readonly<Record<EventKind, string>>;
  readonly statuses: Readonly<Record<'failed' | 'denied' | 'interrupted' | 'running', string>>;
}

/** The English words. */
export const filtersMessages: FiltersMessages = {
  label: 'Filter events',
  all: 'All kinds',
  active: (count) => (count === 1 ? '1 filter' : `${count} filters`),
  clear: 'Clear',
  kindsLabel: 'Kinds',
  statusesLabel: 'Status',
  agentsLabel: 'Agents',
  mainAgent: 'Main agent',
  subagent: 'Subagent',
  shown: (shown, all) => `${shown} of ${all}`,
  kinds: {
    prompt: 'Prompts', assistant: 'Messages', command: 'Commands', edit: 'Edits', read: 'Reads', search: 'Searches', test: 'Test runs', mcp: 'MCP calls', skill: 'Skills',
    subagent: 'Subagents', task: 'Tasks', permission: 'Permissions', error: 'Errors', checkpoint: 'Checkpoints', tool: 'Other tools', session: 'Session',
  },
  statuses: { failed: 'Failed', denied: 'Denied', interrupted: 'Interrupted', running: 'Running' },
};

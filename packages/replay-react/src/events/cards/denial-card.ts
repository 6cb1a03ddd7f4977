import type { EventCard } from '../event-card.ts';

/** What was refused: what was asked for, why, and who decided. */
export const denialCard: EventCard = {
  icon: 'denied',
  line: ({ step }) => step && { name: step.mcp?.server, tool: step.mcp?.tool, argument: step.command, instead: [] },
  body: 'denial',
  hasBody: ({ step, event }) => step !== undefined || event.record.type.startsWith('permission'),
};

import type { CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { eventLine, statusOf, stepArgument, stepName } from './step-line.ts';

/** What was refused: what was asked for, why, and who decided. */
export const denialCard: EventCard = { icon: 'denied', line, body: 'denial', hasBody: (row) => row.step !== undefined || row.event.record.type.startsWith('permission') };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step) return eventLine(row, context);
  const name = step.mcp ? { name: step.mcp.server, tool: step.mcp.tool } : { name: stepName(step, context) };
  return { ...name, argument: step.command ?? stepArgument(step, context), meta: statusOf(step, context) };
}

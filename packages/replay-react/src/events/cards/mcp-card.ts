import type { CardContext, EventCard, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';
import { entryCount } from './entry-count.ts';
import { hasOutput } from './step-output.ts';
import { durationOf, eventLine, inputWords, statusOf } from './step-line.ts';

/** A call of an MCP server's tool: what it was given and what came back, as names and values. */
export const mcpCard: EventCard = { icon: 'mcp', line, body: 'mcp', hasBody: ({ step }) => step !== undefined && (entryCount(step.input) > 0 || hasOutput(step) || step.result !== undefined) };

function line(row: FeedRow, context: CardContext): RowLine {
  const { step } = row;
  if (!step?.mcp) return eventLine(row, context);
  return { name: step.mcp.server, tool: step.mcp.tool, argument: inputWords(step.input), meta: [...durationOf(step, context), ...statusOf(step, context)] };
}

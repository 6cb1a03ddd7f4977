import type { EventCard } from '../event-card.ts';
import { entryCount } from './entry-count.ts';
import { inputWords } from './step-line.ts';
import { hasOutput } from './step-output.ts';

/** A call of an MCP server's tool: what it was given and what came back, as names and values. */
export const mcpCard: EventCard = {
  icon: 'mcp',
  line: ({ step }) => step?.mcp && { name: step.mcp.server, tool: step.mcp.tool, argument: inputWords(step.input) },
  body: 'mcp',
  hasBody: ({ step }) => step !== undefined && (entryCount(step.input) > 0 || hasOutput(step) || step.result !== undefined),
};

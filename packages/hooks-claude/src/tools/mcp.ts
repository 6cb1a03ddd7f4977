import { present } from '../fields.ts';
import type { ToolCall, ToolFamily } from './tool-family.ts';

const PREFIX = 'mcp__';

/** Tools of MCP servers, named `mcp__<server>__<tool>`. */
export const mcp: ToolFamily = {
  names: (name) => name.startsWith(PREFIX) && name.length > PREFIX.length,
  open: (call) => {
    const { name, input, server } = call;
    return { type: 'mcp_call', data: present({ ...namesOf(call), name, source: textOf(server?.['source']), input }) };
  },
};

/** Cuts a combined name by the server's own name where the payload has it: both parts may hold `__`. */
function namesOf({ name, server: told }: ToolCall): { server: string; tool: string } {
  const rest = name.slice(PREFIX.length);
  const server = textOf(told?.['name']);
  if (server !== undefined) {
    const start = `${server.replace(/[^\w-]/g, '_')}__`;
    if (rest.startsWith(start)) return { server, tool: rest.slice(start.length) };
  }
  const cut = rest.indexOf('__', 1);
  return cut < 0 ? { server: server ?? rest, tool: rest } : { server: server ?? rest.slice(0, cut), tool: rest.slice(cut + 2) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { type BlobRef } from '../blob.ts';
import { type JsonObject, type JsonValue } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** The agent calls a tool of an MCP server. */
export interface McpCallData {
  /** The real name of the server. */
  readonly server: string;
  /** The real name of the tool. */
  readonly tool: string;
  /** The harness's combined name. */
  readonly name?: string;
  /** Where the server was configured. */
  readonly source?: string;
  /** The version the server reported. */
  readonly serverVersion?: string;
  /** What it was given. */
  readonly input?: JsonValue | BlobRef;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `mcp_call`. */
export const mcpCall: EventDefinition<'mcp_call', McpCallData> = defineEvent<McpCallData>()({
  type: 'mcp_call',
  kind: 'mcp',
  title: 'MCP call',
  step: 'opens',
  summary: (data) => `${data.server} › ${data.tool}`,
});

import { errorDescriptions, isJsonObject, isPlayheadError, PlayheadError } from '@playhead/protocol';
import { CLIENT_INFO_META_KEY, McpServer, type CallToolResult, type ServerContext, type StandardSchemaWithJSON } from '@modelcontextprotocol/server';
import type { McpCaller } from './caller.ts';
import type { McpRecorder } from './mcp-recorder.ts';
import { RECORD_PROMPT, recordPromptText } from './record-prompt.ts';
import { recordingTools, type RecordingTool } from './recording-tools.ts';
import { answerOutput, type ToolAnswer } from './tool-inputs.ts';
import { jsonSchemaOf, type JsonSchema } from './tool-schema.ts';

/** What every server of a process shares. */
export interface McpServerOptions {
  readonly recorder: McpRecorder;
  /** What it says of itself. */
  readonly version: string;
  /** Hears of faults that are ours. */
  readonly report: (error: unknown) => void;
}

const INSTRUCTIONS = 'Records this session for people to watch and replay. Call record_start before the work, record_event while it goes on, record_stop at its end. Nothing recorded can be read here.';

/** Makes the server of one client, with its tools and the prompt `record`. */
export type McpServerMaker = (callerOf: () => McpCaller) => McpServer;

/** Makes what makes servers: over HTTP each request has one of its own, and all of them list the same. */
export function createMcpServers({ recorder, version, report }: McpServerOptions): McpServerMaker {
  const tools = recordingTools();
  const outputSchema = listed(jsonSchemaOf(answerOutput));
  const argsSchema = listed({ type: 'object', properties: { action: { type: 'string', description: 'start or stop. Default: start.' } } });
  return (callerOf) => {
    const server = new McpServer({ name: 'playhead', title: 'Playhead', version }, { capabilities: { tools: {}, prompts: {} }, instructions: INSTRUCTIONS });
    for (const tool of tools) {
      const { name, title, description, inputSchema, idempotent } = tool;
      const annotations = { title, readOnlyHint: false, destructiveHint: false, idempotentHint: idempotent, openWorldHint: false };
      server.registerTool(name, { title, description, inputSchema: listed(inputSchema), outputSchema, annotations }, async (input, context) => {
        try {
          return resultOf(await tool.run(recorder, input, { ...clientOf(server, context), ...callerOf() }), tool);
        } catch (error) {
          return refusalOf(error, report);
        }
      });
    }
    server.registerPrompt(RECORD_PROMPT, { title: 'Record this session', description: 'Starts or stops recording this session with Playhead.', argsSchema }, (input) => {
      const action = typeof input === 'object' && input !== null && 'action' in input ? String(input.action) : 'start';
      return { messages: [{ role: 'user', content: { type: 'text', text: recordPromptText(action) } }] };
    });
    return server;
  };
}

/** What a client calls itself: with every request, or in the handshake of the older protocol. */
function clientOf({ server }: McpServer, { mcpReq }: ServerContext): Pick<McpCaller, 'client'> {
  const envelope: Readonly<Record<string, unknown>> = { ...mcpReq.envelope }; // its type does not name this key
  const said = envelope[CLIENT_INFO_META_KEY] ?? server.getClientVersion();
  const { name, version } = isJsonObject(said) ? said : {};
  return typeof name === 'string' && typeof version === 'string' ? { client: { name: name.slice(0, 200), version: version.slice(0, 200) } } : {};
}

/** A schema that is listed, and lets everything pass: what is wrong is said by the tool, in words that help. */
function listed(schema: JsonSchema): StandardSchemaWithJSON {
  const json = (): JsonSchema => schema;
  return { '~standard': { version: 1, vendor: 'playhead', validate: (value) => ({ value }), jsonSchema: { input: json, output: json } } };
}

function resultOf(answer: ToolAnswer, { links }: RecordingTool): CallToolResult {
  const text = { type: 'text', text: JSON.stringify(answer) } as const;
  const link = { type: 'resource_link', uri: answer.replayUrl, name: 'Replay', mimeType: 'text/html' } as const;
  return { structuredContent: { ...answer }, content: links && answer.recorded !== false ? [text, link] : [text] };
}

/** What a model reads when a call did nothing: a code for programs, and what to do. */
function refusalOf(error: unknown, report: (error: unknown) => void): CallToolResult {
  const known = isPlayheadError(error) ? error : new PlayheadError('internal', 'Nothing was recorded, because of a fault of the recorder. Its log says which. Go on with the work.');
  const { code, message } = known;
  if (errorDescriptions[code].status >= 500) report(error);
  return { isError: true, content: [{ type: 'text', text: JSON.stringify({ code, message }) }] };
}

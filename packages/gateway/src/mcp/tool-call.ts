import { isJsonObject, type JsonObject } from '@playhead/protocol';
import type { RecordInput } from '@playhead/recorder';
import type { Answer, Connection, OpenRequest, PausedCall, Request } from './connection.ts';
import { filled, present, textIn } from './fields.ts';
import { toolResultData } from './result-data.ts';

/** Where Claude Code says which of its calls it is. */
const TOOL_USE_ID = 'claudecode/toolUseId';
/** How many calls may wait for what their server wants to know; a server that makes up more has forgotten the oldest itself. */
const MOST_PAUSED = 1000;

/** `tools/call`: a call of a tool, or one that goes on with what its server wanted to know. */
export function openToolCall(request: Request, connection: Connection): OpenRequest {
  const { params, at } = request;
  const { name, arguments: input, inputResponses, requestState, ...rest } = params;
  const tool = typeof name === 'string' ? name : '';
  const goesOn = isJsonObject(inputResponses) ? connection.paused.get(stateOf(requestState, tool)) : undefined;
  if (goesOn) connection.paused.delete(stateOf(requestState, tool));
  const { call, at: startedAt } = goesOn ?? { call: connection.nextCall(textIn(params['_meta'], TOOL_USE_ID)), at };
  const more = filled(goesOn ? {} : present({ ...rest, inputResponses, requestState }));
  const opener: RecordInput = {
    type: 'mcp_call', at, call,
    data: present({ server: connection.server, tool, serverVersion: textIn(connection.serverInfo, 'version'), input, extra: more }),
  };
  return {
    call,
    records: goesOn && isJsonObject(inputResponses) ? answersOf(inputResponses, connection, { call, at }) : [opener],
    answered: (answer) => (isQuestion(answer) ? pause(answer, tool, connection, { call, at: startedAt }) : [{ type: 'tool_result', at: answer.at, call, data: toolResultData(answer, startedAt) }]),
  };
}

function isQuestion({ result }: Answer): boolean {
  return isJsonObject(result) && result['resultType'] === 'input_required';
}

/** The server wants to know something first: the client asks, and sends the call again with what it was told. */
function pause(answer: Answer, tool: string, connection: Connection, paused: PausedCall): readonly RecordInput[] {
  const { inputRequests, requestState, ...rest } = isJsonObject(answer.result) ? answer.result : {};
  const [oldest] = connection.paused.keys();
  if (connection.paused.size >= MOST_PAUSED && oldest !== undefined) connection.paused.delete(oldest);
  connection.paused.set(stateOf(requestState, tool), paused);
  const asked = isJsonObject(inputRequests) ? Object.entries(inputRequests) : [];
  return asked.map(([id, question]) => {
    const params = isJsonObject(question) && isJsonObject(question['params']) ? question['params'] : {};
    const { message, ...more } = params;
    const method = textIn(question, 'method') ?? '';
    return {
      type: 'elicitation', at: answer.at, call: paused.call,
      data: present({ server: connection.server, phase: 'request', message: typeof message === 'string' ? message : method, extra: { id, method, ...more, ...rest } }),
    };
  });
}

function answersOf(responses: JsonObject, { server }: Connection, { call, at }: PausedCall): readonly RecordInput[] {
  return Object.entries(responses).map(([id, response]) => {
    const { action, content, ...rest } = isJsonObject(response) ? response : { content: response };
    return {
      type: 'elicitation', at, call,
      data: present({ server, phase: 'response', action: typeof action === 'string' ? action : undefined, content, extra: { id, ...rest } }),
    };
  });
}

/** A server need not name a state: then the tool is all there is to go by. */
function stateOf(requestState: unknown, tool: string): string {
  return typeof requestState === 'string' ? `state ${requestState}` : `tool ${tool}`;
}

import type { RecordInput } from '@playhead/recorder';
import type { Connection, OpenRequest, Request } from './connection.ts';
import { objectIn, objectsIn, present, textIn } from './fields.ts';
import { anyResultData } from './result-data.ts';

/** Any other request, also of a protocol that nobody here knows: a call with what it was given and what came of it. */
export function openAnyRequest({ method, params, at }: Request, connection: Connection): OpenRequest {
  const call = connection.nextCall();
  const about = textIn(params, 'uri') ?? textIn(params, 'name');
  const title = `${connection.server} › ${method}${about === undefined ? '' : ` ${about}`}`;
  return {
    call,
    records: [{ type: 'tool_call', at, call, data: { name: method, input: params, kind: 'mcp', title } }],
    answered: (answer) => [{ type: 'tool_result', at: answer.at, call, data: anyResultData(answer, at) }],
  };
}

/** `sampling/createMessage`: the server asks the client's model something. */
export function openSampling({ method, params, at }: Request, connection: Connection): OpenRequest {
  const call = connection.nextCall();
  return {
    call,
    records: [{ type: 'tool_call', at, call, data: { name: method, input: params, kind: 'mcp', title: `${connection.server} asks the model` } }],
    answered: (answer) => [{ type: 'tool_result', at: answer.at, call, data: anyResultData(answer, at, sampledText(answer.result)) }],
  };
}

/** What the model said, in one block or in several. */
function sampledText(result: Parameters<typeof objectIn>[0]): string | undefined {
  const texts = [objectIn(result, 'content'), ...objectsIn(result, 'content')].flatMap((block) => textIn(block, 'text') ?? []);
  return texts.length > 0 ? texts.join('\n') : undefined;
}

/** `elicitation/create`: the server asks the user something. */
export function openElicitation({ params, at }: Request, { server }: Connection): OpenRequest {
  const { message, ...rest } = params;
  return {
    records: [{ type: 'elicitation', at, data: present({ server, phase: 'request', message: typeof message === 'string' ? message : undefined, extra: rest }) }],
    answered({ at: answeredAt, result, error }): readonly RecordInput[] {
      const content = objectIn(result, 'content');
      const data = error ? { action: 'failed', extra: { error } } : { action: textIn(result, 'action'), content: Object.keys(content).length > 0 ? content : undefined };
      return [{ type: 'elicitation', at: answeredAt, data: present({ server, phase: 'response', ...data }) }];
    },
  };
}

/** Requests by which a client looks around: one line each, with what came back. */
export function openQuietRequest({ method, params, at }: Request, { server }: Connection): OpenRequest {
  return {
    records: [],
    answered({ at: answeredAt, result, error }): readonly RecordInput[] {
      if (error) return [{ type: 'failure', at: answeredAt, data: { message: `${server}: ${method} failed: ${textIn(error, 'message') ?? ''}`, details: JSON.stringify(error) } }];
      return [{ type: 'harness_event', at: answeredAt, data: { name: method, extra: present({ server, params, result, durationUs: Math.max(0, answeredAt - at) }) } }];
    },
  };
}

/** Says that the other side is alive: nothing is recorded of it. */
export function openPing(): OpenRequest {
  return { records: [], answered: () => [] };
}

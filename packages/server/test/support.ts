import type { JsonObject } from '@playhead/protocol';
import type { HarnessAdapter } from '@playhead/recorder';
import { createHandler, type Handler, type HandlerOptions } from '../src/index.ts';

interface EchoState { readonly prompts: number }

/** The smallest harness: a prompt per payload, `{ session, text, begin?, end? }`. */
export const echoHarness: HarnessAdapter = {
  name: 'echo',
  harness: 'echo-agent',
  sessionOf: (payload) => (typeof payload['session'] === 'string' ? payload['session'] : undefined),
  beginsSession: (payload) => payload['begin'] === true,
  headerOf: (payload) => ({ name: String(payload['text']), harness: 'echo-agent', agentName: 'echo', workspaceName: 'test' }),
  initialState: (): EchoState => ({ prompts: 0 }),
  restore: (state, record) => (record.type === 'prompt' ? { prompts: (state as EchoState).prompts + 1 } : state),
  gather: async () => ({}),
  reduce(state, payload) {
    const { prompts } = state as EchoState;
    const prompt = { type: 'prompt', data: { text: String(payload['text']), origin: 'human', number: prompts } };
    return { state: { prompts: prompts + 1 }, records: payload['end'] === true ? [prompt, { type: 'session_stop', key: 'echo:stop', data: {} }] : [prompt] };
  },
};

export const HOST = 'http://127.0.0.1:7433';

export function get(handler: Handler, path: string, headers: Record<string, string> = {}): Promise<Response> {
  return handler(new Request(HOST + path, { headers }), { port: 7433, remoteAddress: '127.0.0.1' });
}

export function post(handler: Handler, path: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  return handler(new Request(HOST + path, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }), { port: 7433, remoteAddress: '127.0.0.1' });
}

export function hook(handler: Handler, payload: JsonObject, headers: Record<string, string> = {}): Promise<Response> {
  return post(handler, '/hooks/echo', JSON.stringify(payload), headers);
}

export function handlerFor(options: HandlerOptions): Handler {
  return createHandler({ harnesses: [echoHarness], ...options });
}

/** Reads a response as an object. */
export async function json(response: Response): Promise<Record<string, unknown>> {
  return (await response.json()) as Record<string, unknown>; // our own server's answer, looked at by the test
}

export const recorded = (response: Response): boolean => response.headers.get('playhead-recorded') === '1';

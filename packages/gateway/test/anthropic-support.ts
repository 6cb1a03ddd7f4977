import type { ExchangeEvent } from '../src/http/exchange.ts';
import type { TappedRecord } from '../src/http/exchange-codec.ts';
import { createMessagesCodec } from '../src/anthropic/messages-codec.ts';
import { parseEventData } from '@playhead/protocol/schemas';

/** A piece of an answer of the model. */
export type Said = { readonly text: string } | { readonly think: string } | { readonly tool: string; readonly id: string; readonly input: Readonly<Record<string, unknown>> };

/** How an exchange goes. */
export interface ExchangeOptions {
  readonly session?: string;
  readonly agent?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly target?: string;
  readonly status?: number;
  readonly responseHeaders?: Readonly<Record<string, string>>;
  /** Where the bytes of the answer are cut. */
  readonly cuts?: readonly number[];
  readonly aborted?: { readonly by: 'client' | 'server'; readonly problem: string };
}

/** A connection to a model that says what is recorded of it; every exchange takes a second. */
export interface ModelConnection {
  /** One exchange. @returns What is recorded. */
  exchange(request: unknown, answer: string | readonly Said[], options?: ExchangeOptions): readonly TappedRecord[];
  end(): readonly TappedRecord[];
}

/** Opens one; all that it records must fit its types. */
export function modelConnection(codec: ReturnType<typeof createMessagesCodec> = createMessagesCodec()): ModelConnection {
  let number = 0;
  const check = (records: readonly TappedRecord[]): readonly TappedRecord[] => {
    for (const { type, data } of records) parseEventData(type, data);
    return records;
  };
  return {
    exchange(request, answer, options = {}) {
      const { session = 'session-1', agent, status = 200, target = '/v1/messages?beta=true', cuts = [] } = options;
      const exchange = number++;
      const start = 1_000_000_000 + exchange * 1_000_000;
      const headers = { 'x-claude-code-session-id': session, ...(agent !== undefined && { 'x-claude-code-agent-id': agent }), ...options.headers };
      const body = Buffer.from(typeof request === 'string' ? request : JSON.stringify(request));
      const bytes = Buffer.from(typeof answer === 'string' ? answer : streamed(answer, `msg_${exchange}`));
      const type = typeof answer === 'string' ? 'application/json' : 'text/event-stream; charset=utf-8';
      const ends = [...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
      const steps: readonly ExchangeEvent[] = [
        { exchange, at: start, kind: 'request', head: { method: 'POST', target, headers } },
        { exchange, at: start, kind: 'bytes', direction: 'to_server', bytes: body },
        { exchange, at: start + 1000, kind: 'body_end', direction: 'to_server' },
        { exchange, at: start + 200_000, kind: 'response', head: { status, statusText: 'OK', headers: { 'content-type': type, 'request-id': `req_${exchange}`, ...options.responseHeaders } } },
        ...ends.map((end, index): ExchangeEvent => ({ exchange, at: start + 300_000, kind: 'bytes', direction: 'to_client', bytes: bytes.subarray(ends[index - 1] ?? 0, end) })),
        ...(options.aborted ? [] : [{ exchange, at: start + 500_000, kind: 'body_end', direction: 'to_client' } as const]),
        { exchange, at: start + 500_000, kind: 'end', ...(options.aborted && { aborted: options.aborted }) },
      ];
      return check(steps.flatMap((step) => codec.take(step)));
    },
    end: () => check(codec.end(2_000_000_000_000)),
  };
}

/** An answer as it is streamed, each block in three pieces. */
export function streamed(said: readonly Said[], id = 'msg_0', { ends = true }: { readonly ends?: boolean } = {}): string {
  const lines: string[] = [];
  const send = (type: string, data: object): void => void lines.push(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  send('message_start', { message: { id, type: 'message', role: 'assistant', model: 'claude-sonnet-5', content: [], stop_reason: null, usage: { input_tokens: 4, cache_read_input_tokens: 100, cache_creation_input_tokens: 10, output_tokens: 1, service_tier: 'standard' } } });
  lines.push('event: ping\ndata: {"type": "ping"}\n\n');
  for (const [index, block] of said.entries()) {
    const { start, deltas } = piecesOf(block);
    send('content_block_start', { index, content_block: start });
    for (const delta of deltas) send('content_block_delta', { index, delta });
    if (ends) send('content_block_stop', { index });
  }
  if (!ends) return lines.join('');
  send('message_delta', { delta: { stop_reason: said.some((block) => 'tool' in block) ? 'tool_use' : 'end_turn', stop_sequence: null }, usage: { output_tokens: 20 } });
  send('message_stop', {});
  return lines.join('');
}

function piecesOf(block: Said): { start: object; deltas: readonly object[] } {
  if ('text' in block) return { start: { type: 'text', text: '' }, deltas: cut(block.text).map((text) => ({ type: 'text_delta', text })) };
  if ('think' in block) return { start: { type: 'thinking', thinking: '', signature: '' }, deltas: [...cut(block.think).map((thinking) => ({ type: 'thinking_delta', thinking })), { type: 'signature_delta', signature: 'c2lnbmVk' }] };
  return { start: { type: 'tool_use', id: block.id, name: block.tool, input: {} }, deltas: cut(JSON.stringify(block.input)).map((partial_json) => ({ type: 'input_json_delta', partial_json })) };
}

function cut(text: string): readonly string[] {
  const characters = Array.from(text);
  const third = Math.ceil(characters.length / 3);
  return [0, 1, 2].map((part) => characters.slice(part * third, (part + 1) * third).join(''));
}

/** A conversation as a client sends it: all of it, every time. */
export function request(messages: readonly unknown[], more: object = {}): object {
  return { model: 'claude-sonnet-5', max_tokens: 1000, stream: true, system: [{ type: 'text', text: 'You work in a shop.' }], tools: [{ name: 'Bash', description: 'Runs a command.', input_schema: { type: 'object' } }], messages, metadata: { user_id: 'user_of_a_device' }, ...more };
}

/** What a person says. */
export const person = (...texts: readonly string[]): object => ({ role: 'user', content: texts.map((text) => ({ type: 'text', text })) });
/** What the model said, as the client sends it back. */
export const model = (...content: readonly object[]): object => ({ role: 'assistant', content });
/** That the model wanted a tool. */
export const use = (id: string, name: string, input: object): object => ({ type: 'tool_use', id, name, input });
/** What tools gave. */
export const results = (...given: readonly (readonly [id: string, content: unknown, failed?: boolean])[]): object => ({ role: 'user', content: given.map(([tool_use_id, content, failed]) => ({ type: 'tool_result', tool_use_id, content, ...(failed && { is_error: true }) })) });

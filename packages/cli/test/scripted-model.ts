import { createServer, type ServerResponse } from 'node:http';

/** A piece of an answer of the model. */
export type ModelBlock = { readonly text: string } | { readonly think: string } | { readonly tool: string; readonly input: Readonly<Record<string, unknown>> };

/** A model on loopback that says what a script tells it to, so that the real client can run without an account. */
export interface ScriptedModel {
  readonly url: string;
  /** Everything that it was told last, as JSON. */
  heard(): string;
  close(): Promise<void>;
}

interface Message { readonly role: string; readonly content: unknown }

/**
 * Starts one.
 *
 * @param steps - One answer after the other; which one is due is told by how often the model has answered since the prompt.
 */
export async function scriptedModel(steps: readonly (readonly ModelBlock[])[]): Promise<ScriptedModel> {
  let calls = 0;
  let heard = '';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      if (request.url?.startsWith('/v1/messages/count_tokens')) return void response.end('{"input_tokens":10}');
      if (!request.url?.startsWith('/v1/messages')) return void response.writeHead(404).end('{}');
      heard = Buffer.concat(chunks).toString();
      const { messages, stream } = JSON.parse(heard) as { messages: Message[]; stream?: boolean }; // what the client sends
      const blocks = steps[answered(messages)] ?? [{ text: 'Done.' }];
      answer(response, blocks.map((block, index) => contentOf(block, `${calls}_${index}`)), calls, stream === true);
      calls += 1;
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    heard: () => heard,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

/** How often the model has answered since the person spoke. */
function answered(messages: readonly Message[]): number {
  const person = messages.findLastIndex(({ role, content }) => role === 'user' && (typeof content === 'string' || (Array.isArray(content) && !content.some((block: { type: string }) => block.type === 'tool_result'))));
  return messages.slice(person).filter(({ role }, index, all) => role === 'assistant' && all[index - 1]?.role !== 'assistant').length;
}

function contentOf(block: ModelBlock, id: string): Record<string, unknown> {
  if ('text' in block) return { type: 'text', text: block.text };
  if ('think' in block) return { type: 'thinking', thinking: block.think, signature: 'c2lnbmVk' };
  return { type: 'tool_use', id: `toolu_${id.padStart(24, '0')}`, name: block.tool, input: block.input };
}

function answer(response: ServerResponse, content: readonly Record<string, unknown>[], call: number, stream: boolean): void {
  const usage = { input_tokens: 4, cache_creation_input_tokens: 10, cache_read_input_tokens: 100, output_tokens: 20 };
  const stop_reason = content.some(({ type }) => type === 'tool_use') ? 'tool_use' : 'end_turn';
  const message = { id: `msg_${call}`, type: 'message', role: 'assistant', model: 'claude-sonnet-5' };
  if (!stream) return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ ...message, content, stop_reason, stop_sequence: null, usage }));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (type: string, data: object): void => void response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  send('message_start', { message: { ...message, content: [], stop_reason: null, stop_sequence: null, usage } });
  for (const [index, block] of content.entries()) {
    const { start, deltas } = pieces(block);
    send('content_block_start', { index, content_block: start });
    for (const delta of deltas) send('content_block_delta', { index, delta });
    send('content_block_stop', { index });
  }
  send('message_delta', { delta: { stop_reason, stop_sequence: null }, usage: { output_tokens: 20 } });
  send('message_stop', {});
  response.end();
}

function pieces(block: Record<string, unknown>): { start: object; deltas: readonly object[] } {
  if (block['type'] === 'text') return { start: { type: 'text', text: '' }, deltas: [{ type: 'text_delta', text: block['text'] }] };
  if (block['type'] === 'thinking') return { start: { type: 'thinking', thinking: '', signature: '' }, deltas: [{ type: 'thinking_delta', thinking: block['thinking'] }, { type: 'signature_delta', signature: block['signature'] }] };
  return { start: { ...block, input: {} }, deltas: [{ type: 'input_json_delta', partial_json: JSON.stringify(block['input']) }] };
}

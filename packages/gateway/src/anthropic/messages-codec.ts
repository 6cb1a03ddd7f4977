import type { RecordInput } from '@playhead/recorder';
import type { AbortedExchange, ExchangeEvent } from '../http/exchange.ts';
import type { ExchangeCodec, ExchangeCodecOptions, TappedRecord } from '../http/exchange-codec.ts';
import { createEventReader } from '../http/read-events.ts';
import { filled, present, textIn } from '../mcp/fields.ts';
import { blockRecords, saidIn, usageRecords } from './answer-records.ts';
import type { AnswerBlock } from './answer.ts';
import { askedIn, isCompacting } from './asked-records.ts';
import { createConversations } from './conversations.ts';
import { idIn, openExchange, type OpenExchange } from './exchange-state.ts';
import { failureOf, parsedObject } from './failure-record.ts';
import { readMessageRequest } from './message-request.ts';
import { createOpenCalls } from './open-calls.ts';
import { createToldOnce } from './told-once.ts';

/** So many exchanges may be open; real clients have a handful. */
const MOST_OPEN = 1000;
/** So many bytes of all of them are kept at once. */
const MOST_HELD = 128 * 1024 * 1024;
const NAME_CHARACTERS = 80;

/**
 * Makes records of what a client and the Messages API say to each other. Where nobody else tells the session, that is everything: prompts, answers, calls and
 * what came of them. Where somebody does, calls are told a second time, by their ids, and what is said is kept as evidence in `model_request` and `model_response`.
 *
 * @example
 * ```ts
 * const codec = createMessagesCodec();
 * const records = codec.take({ exchange: 0, at: 1, kind: 'request', head: { method: 'POST', target: '/v1/messages', headers: {} } });
 * ```
 */
export function createMessagesCodec({ isToldElsewhere = () => false }: Pick<ExchangeCodecOptions, 'isToldElsewhere'> = {}): ExchangeCodec {
  const open = new Map<number, OpenExchange>();
  const conversations = createConversations();
  const once = createToldOnce();
  const calls = createOpenCalls();
  let held = 0;

  /** Whether there is room for a piece of a body. */
  const keeps = (exchange: OpenExchange, bytes: Buffer): boolean => {
    if (held + bytes.length > MOST_HELD) return false;
    held += bytes.length;
    exchange.held += bytes.length;
    return true;
  };
  const placed = ({ session, agent }: OpenExchange, at: number, records: readonly RecordInput[]): readonly TappedRecord[] => (
    records.map((record) => ({ at, ...(session !== undefined && { session }), ...(agent !== undefined && { agent }), ...record }))
  );
  const isOnly = ({ session }: OpenExchange): boolean => !isToldElsewhere(session);

  /** The request is complete: what is new in it. */
  const asked = (exchange: OpenExchange, at: number): readonly TappedRecord[] => {
    if (!exchange.isMessages || exchange.askedAt !== undefined) return [];
    exchange.askedAt = at;
    const text = exchange.asked.take();
    const request = text === undefined ? undefined : readMessageRequest(text);
    if (!request) return placed(exchange, at, [{ type: 'recorder_gap', data: { count: 1, what: 'request', reason: 'its body could not be read', extra: { path: exchange.path, bytes: exchange.asked.bytes } } }]);
    exchange.request = request;
    exchange.session ??= idIn(request.session);
    const session = exchange.session ?? '';
    const only = isOnly(exchange);
    const news = askedIn(conversations.news(`${session} ${exchange.agent ?? ''}`, request));
    const { results, prompt, context, attachments, wasInterrupted } = news;
    exchange.compacts = isCompacting(news);
    // Claude Code asks models about titles and the like, without tools, beside the conversation.
    exchange.isAside = exchange.compacts || (exchange.session !== undefined && exchange.agent === undefined && request.tools.length === 0);
    const told = once.of(session, request);
    const isTold = only && !exchange.isAside;
    const started = isTold && exchange.agent !== undefined ? calls.startedBy(session, exchange.agent, prompt?.text) : [];
    const ended = only ? calls.ended(session, results) : [];
    calls.close(session, results);
    const evidence = present({
      model: request.model, messages: request.messages, system: [...told.system], tools: told.tools, parameters: filled(request.parameters),
      retry: retryOf(exchange), context: context.length > 0 ? [...context] : undefined, attachments: attachments.length > 0 ? [...attachments] : undefined,
      prompt: isTold ? undefined : prompt?.text, aside: exchange.isAside ? true : undefined,
    });
    return placed(exchange, at, [
      ...told.records, ...results, ...ended,
      ...(only && exchange.compacts ? [{ type: 'compaction', data: { phase: 'start' } }] : []),
      ...(isTold && wasInterrupted ? [{ type: 'turn_end', data: { outcome: 'interrupted' } }] : []),
      ...started,
      ...(isTold && prompt?.origin === 'human' && exchange.agent === undefined && once.isNew(session, 'name') ? [named(prompt.text)] : []),
      ...(isTold && prompt ? [{ type: 'prompt', data: exchange.agent === undefined ? prompt : { ...prompt, origin: 'machine' } }] : []),
      { type: 'harness_event', data: { name: 'model_request', extra: evidence } },
    ]);
  };

  /** Blocks of the answer that are complete. */
  const answeredWith = (exchange: OpenExchange, blocks: readonly AnswerBlock[]): readonly TappedRecord[] => {
    const only = isOnly(exchange) && !exchange.isAside;
    return blocks.flatMap((block) => {
      exchange.said.push(block.block);
      const records = blockRecords(block, exchange.answer.messageId, only);
      calls.open(exchange.session ?? '', records);
      return placed(exchange, block.at, records);
    });
  };

  const received = (exchange: OpenExchange, bytes: Buffer, at: number): readonly TappedRecord[] => {
    if (!exchange.isMessages || exchange.missing !== undefined) return [];
    if (!keeps(exchange, bytes)) {
      exchange.missing = 'it is too long';
      exchange.answered.spoil();
      return [];
    }
    if (!exchange.events) {
      exchange.answered.add(bytes);
      return [];
    }
    const blocks = exchange.events.push(bytes).flatMap(({ data }) => exchange.answer.take(parsedObject(data) ?? {}, at));
    if (exchange.events.tooLong !== undefined) exchange.missing ??= 'an event of it is too long';
    return answeredWith(exchange, blocks);
  };

  /** The exchange is over, one way or another. */
  const closed = (exchange: OpenExchange, at: number, aborted?: AbortedExchange): readonly TappedRecord[] => {
    const { response, answer, head, path } = exchange;
    const latencyUs = Math.max(0, at - exchange.at);
    const requestId = response?.headers['request-id'];
    if (!exchange.isMessages) {
      const data = { name: 'model_service', extra: present({ method: head.method, path, status: response?.status, durationUs: latencyUs, requestId, problem: aborted?.problem }) };
      return placed(exchange, at, [{ type: 'harness_event', data }]);
    }
    const late = asked(exchange, at);
    const body = response && !exchange.events ? parsedObject(exchange.answered.take()) : undefined;
    const whole = body && response && textIn(body, 'type') !== 'error' && response.status < 400 ? answer.whole(body, at) : [];
    const blocks = answeredWith(exchange, [...whole, ...answer.rest(at)]);
    const failure = failureOf(exchange, body, aborted);
    const only = isOnly(exchange);
    const told = only && !exchange.isAside;
    const text = exchange.said.flatMap((block) => (block['type'] === 'text' ? (textIn(block, 'text') ?? []) : [])).join('\n');
    const endsTurn = told && exchange.agent === undefined && answer.isComplete && !failure && answer.stopReason !== 'tool_use' && answer.stopReason !== 'pause_turn';
    const evidence = present({
      model: answer.model ?? exchange.request?.model, messageId: answer.messageId, requestId, status: response?.status, stopReason: answer.stopReason,
      latencyUs, firstTokenUs: answer.firstAt === undefined ? undefined : Math.max(0, answer.firstAt - exchange.at),
      aborted: aborted ? { by: aborted.by, problem: aborted.problem } : undefined, missing: exchange.missing, retry: retryOf(exchange),
      said: told ? undefined : saidIn(exchange.said), aside: exchange.isAside ? true : undefined,
    });
    return [...late, ...blocks, ...placed(exchange, at, [
      ...usageRecords(answer, at),
      ...(failure ? [failure] : []),
      { type: 'harness_event', data: { name: 'model_response', extra: evidence } },
      ...(only && exchange.compacts && !failure ? [{ type: 'compaction', data: present({ phase: 'end', summary: text }) }] : []),
      ...(endsTurn ? [{ type: 'turn_end', data: present({ text: text === '' ? undefined : text, outcome: 'success' }) }] : []),
    ])];
  };

  const take = (event: ExchangeEvent): readonly TappedRecord[] => {
    const { exchange: number, at } = event;
    if (event.kind === 'request') {
      const oldest = open.size >= MOST_OPEN ? open.keys().next().value : undefined;
      const forgotten = oldest === undefined ? [] : take({ exchange: oldest, kind: 'end', at, aborted: { by: 'client', problem: 'too many requests are open' } });
      open.set(number, openExchange(event.head, at));
      return forgotten;
    }
    const exchange = open.get(number);
    if (!exchange) return [];
    switch (event.kind) {
      case 'response':
        exchange.response = event.head;
        if (event.head.headers['content-type']?.toLowerCase().startsWith('text/event-stream') === true) exchange.events = createEventReader();
        return [];
      case 'bytes':
        if (event.direction === 'to_client') return received(exchange, event.bytes, at);
        if (exchange.isMessages && keeps(exchange, event.bytes)) exchange.asked.add(event.bytes);
        else exchange.asked.spoil();
        return [];
      case 'body_end': return event.direction === 'to_server' ? asked(exchange, at) : [];
      case 'gap':
        if (event.direction === 'to_server') exchange.asked.spoil();
        else {
          exchange.missing = event.reason;
          exchange.answered.spoil();
        }
        return [];
      default:
        open.delete(number);
        held -= exchange.held;
        return closed(exchange, at, event.aborted);
    }
  };

  return {
    take(event) {
      const lost = open.get(event.exchange);
      try {
        return take(event);
      } catch {
        // such as a value so deep that it cannot be walked through
        return [{ type: 'recorder_gap', at: event.at, ...(lost?.session !== undefined && { session: lost.session }), data: { count: 1, what: 'exchange', reason: 'it could not be decoded' } }];
      }
    },
    end(at) {
      const left = [...open.keys()].flatMap((number) => this.take({ exchange: number, kind: 'end', at, aborted: { by: 'client', problem: 'the tap ended' } }));
      return [...left, ...calls.rest(at).filter(({ session }) => !isToldElsewhere(session))];
    },
  };
}

function retryOf({ head }: OpenExchange): number | undefined {
  const count = Number(head.headers['x-stainless-retry-count'] ?? 0);
  return Number.isSafeInteger(count) && count > 0 ? count : undefined;
}

/** Sessions are called by what was asked first, under the key that hooks give it, too. */
function named(prompt: string): RecordInput {
  const line = prompt.split('\n').find((one) => one.trim() !== '')?.trim() ?? '';
  return { type: 'session_update', key: 'claude:session:name', data: { name: Array.from(line.slice(0, NAME_CHARACTERS * 2)).slice(0, NAME_CHARACTERS).join(''), prompt } };
}

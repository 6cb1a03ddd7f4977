import process from 'node:process';
import type { MessagePort } from 'node:worker_threads';
import { createRecorder, createSessionRecording, type RecordInput } from '@playhead/recorder';
import { loadDefaultStorage } from '@playhead/recorder/default-storage';
import type { ExchangeEvent } from '../http/exchange.ts';
import { createMcpCodec } from '../mcp/mcp-codec.ts';
import { createMcpExchangeCodec } from '../mcp/mcp-exchange-codec.ts';
import { createMessageReader, type RpcItem } from '../rpc/read-messages.ts';
import { tellProtection } from '../record/server-protection.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import type { FromGuardWorker, GuardStart, ToGuardWorker } from './guard-messages.ts';
import { requestRecord } from './request-record.ts';
import { tellingStorage } from './telling-storage.ts';
import { watchApprovals } from './watch-approvals.ts';

/** How long the end waits for the storage before it leaves the rest on the disk: milliseconds. */
const CLOSE_MS = 2000;
/** How long a message may wait for the storage before it is refused: milliseconds. */
const STORE_MS = 10_000;
/** What a message costs beside its bytes, as the other thread counts. */
const MESSAGE_BYTES = 256;

/** Records a guarded connection, and says what is stored. */
export async function recordGuarded(port: MessagePort, start: GuardStart): Promise<void> {
  const say = (message: FromGuardWorker): void => port.postMessage(message);
  const { session, server, connectionId, first, ownsSession, mode } = start;
  const { sessionId, identity, task } = session;
  if (!createSessionRecording()({ ...(session.cwd !== undefined && { cwd: session.cwd }) }).record) return say({ kind: 'ready', recording: false });
  const { storage, wasDropped } = tellingStorage(loadDefaultStorage());
  const recorder = createRecorder({
    storage: () => storage, via: 'gateway', closeTimeoutMs: CLOSE_MS, answerTimeoutMs: mode === 'strict' ? STORE_MS : CLOSE_MS, durability: mode === 'strict' ? 'fsync' : 'tick',
    onError: ({ message }) => say({ kind: 'failed', message }),
  });
  recorder.recordStart(session).catch(({ message }: Error) => say({ kind: 'failed', message }));
  say({ kind: 'ready', recording: true });

  const parties = { ...(identity && { identity: `${identity.type}:${identity.subject}` }), ...(task && { task: task.id }) };
  const codec = createMcpCodec({ server, connectionId, ownsSession, parties });
  const ofQuiet = (item: RpcItem): readonly RecordInput[] => (mode === 'strict' ? requestRecord(item, server) : []); // in this mode everything stands there before it goes on
  const exchanges = start.isHttp ? createMcpExchangeCodec({ server, connectionId, ownsSession, parties, ofQuiet }) : undefined;
  const reader = createMessageReader();
  let gaps = 0;
  const record = (inputs: readonly RecordInput[]): void => {
    for (const input of inputs) recorder.recordEvent({ sessionId, ...input });
  };
  const protection = ownsSession ? tellProtection(session, record) : undefined;
  const take = (items: readonly RpcItem[]): void => {
    for (const item of items) {
      const inputs = codec.take(item);
      record(inputs.length === 0 ? ofQuiet(item) : inputs);
    }
  };
  const watch = storage.then((opened) => watchApprovals({ storage: opened, sessionId, ...serverOf(), onAnswer: (approvalId, answer) => say({ kind: 'answered', approvalId, answer }) }));
  watch.catch(() => {}); // told where it is used
  const sync = async (ticket: number): Promise<void> => {
    let stored = false;
    const before = gaps;
    try {
      await recorder.flush();
      gaps = recorder.health().gaps;
      stored = gaps === before && !wasDropped();
    } catch {
      // it is told by onError
    }
    say({ kind: 'stored', ticket, stored });
  };
  const end = async (exit: StdioExit, at: number): Promise<void> => {
    (await watch.catch(() => undefined))?.close();
    take(reader.end(at));
    record(exchanges ? exchanges.end(at) : codec.end(exit, at));
    await protection?.();
    const failed = exit.exitCode !== 0 && exit.signal === undefined;
    if (ownsSession) await recorder.recordStop({ sessionId, ...(failed && { outcome: 'failed' as const }) }).catch(() => undefined); // told by onError
    await recorder.close();
    const health = recorder.health();
    say({ kind: 'done', lost: health.gaps + health.spilledRecords });
    port.close();
  };

  record([{ type: 'harness_event', at: start.at, data: first }]);
  port.on('message', (message: ToGuardWorker) => {
    switch (message.kind) {
      case 'line':
        take(reader.push(message.direction, message.bytes, message.at));
        if (message.bytes.at(-1) !== 10) take(reader.end(message.at)); // it stands at the end of its direction
        say({ kind: 'taken', bytes: message.bytes.length + MESSAGE_BYTES });
        break;
      case 'long': take([message].map(({ direction, at, bytes, digest }) => ({ kind: 'oversize', direction, at, bytes, digest }))); break;
      case 'step':
        record(exchanges?.take(eventOf(message)) ?? []);
        if (message.step.kind === 'bytes') say({ kind: 'taken', bytes: message.step.bytes.length + MESSAGE_BYTES });
        break;
      case 'decision':
        if (exchanges && message.exchange !== undefined) record(exchanges.decided(message.exchange, message.direction, message.decided, message.at));
        else take([message]);
        break;
      case 'gap': record([{ type: 'recorder_gap', at: message.at, data: { count: message.messages, what: 'messages', reason: 'the recorder did not keep up', extra: { server, direction: message.direction } } }]); break;
      case 'hidden': record([{ type: 'harness_event', at: message.at, data: { name: 'mcp_tools_hidden', extra: { server, tools: [...message.tools] } } }]); break;
      case 'failure': record([{ type: 'failure', at: message.at, data: { message: message.message } }]); break;
      case 'sync': void sync(message.ticket); break;
      case 'watch': watch.then((one) => one.watch(message.approvalId), () => undefined); break;
      case 'unwatch': watch.then((one) => one.unwatch(message.approvalId), () => undefined); break;
      case 'end': void end(message.exit, message.at);
    }
  });
}

/** Bytes lose what they are on their way to another thread. */
function eventOf({ step, at }: Extract<ToGuardWorker, { kind: 'step' }>): ExchangeEvent {
  return step.kind === 'bytes' ? { ...step, at, bytes: Buffer.from(step.bytes.buffer, step.bytes.byteOffset, step.bytes.byteLength) } : { ...step, at };
}

function serverOf(): { readonly server?: { readonly url: string; readonly token?: string } } {
  const { PLAYHEAD_URL: url, PLAYHEAD_TOKEN: token } = process.env;
  return url ? { server: { url, ...(token !== undefined && { token }) } } : {};
}

import { constants, setPriority } from 'node:os';
import process from 'node:process';
import type { MessagePort } from 'node:worker_threads';
import { createRecorder, createSessionRecording, type RecordInput } from '@playhead/recorder';
import { loadDefaultStorage } from '@playhead/recorder/default-storage';
import { createMcpCodec } from '../mcp/mcp-codec.ts';
import { createMessageReader, type RpcItem } from '../rpc/read-messages.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/** How long the end waits for the storage before it leaves the rest on the disk: milliseconds. */
const CLOSE_MS = 2000;

/** Records one connection: everything that would cost the thread that hands bytes on time happens here. */
export async function recordTraffic(port: MessagePort, start: WorkerStart): Promise<void> {
  const say = (message: FromWorker): void => port.postMessage(message);
  stepBack();
  const { session, server, connectionId, command, ownsSession } = start;
  const { sessionId } = session;
  if (!createSessionRecording()({ ...(session.cwd !== undefined && { cwd: session.cwd }) }).record) return say({ kind: 'ready', recording: false });
  say({ kind: 'ready', recording: true });
  const recorder = createRecorder({ storage: loadDefaultStorage, via: 'gateway', closeTimeoutMs: CLOSE_MS, answerTimeoutMs: CLOSE_MS, onError: ({ message }) => say({ kind: 'failed', message }) });
  // What the storage refuses now may be possible later: until then everything waits, as any recording does.
  recorder.recordStart(session).catch(({ message }: Error) => say({ kind: 'failed', message }));

  const codec = createMcpCodec({ server, connectionId, ownsSession });
  const reader = createMessageReader();
  const missed = { to_server: 0, to_client: 0 };
  const record = (inputs: readonly RecordInput[]): void => {
    for (const input of inputs) recorder.recordEvent({ sessionId, ...input });
  };
  const take = (items: readonly RpcItem[]): void => {
    for (const item of items) record(codec.take(item));
  };
  const end = async (exit: StdioExit, at: number): Promise<void> => {
    for (const direction of ['to_server', 'to_client'] as const) if (missed[direction] > 0) take(reader.gap(direction, missed[direction], at));
    take(reader.end(at));
    record(codec.end(exit, at));
    const failed = exit.exitCode !== 0 && exit.signal === undefined;
    if (ownsSession) await recorder.recordStop({ sessionId, ...(failed && { outcome: 'failed' as const }) }).catch(() => undefined); // told by onError
    await recorder.close();
    const { gaps, spilledRecords } = recorder.health();
    say({ kind: 'done', lost: gaps + spilledRecords });
    port.close();
  };

  record([{ type: 'harness_event', at: start.at, data: { name: 'mcp_server_start', extra: { server, command, boundary: { transport: 'stdio', level: 'same_user' } } } }]);
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'bytes') {
      let from = 0;
      for (const { direction, at, length } of message.pieces) {
        if (Atomics.load(start.hurry, 0) === 0) take(reader.push(direction, message.bytes.subarray(from, from + length), at));
        else missed[direction] += length;
        from += length;
      }
      say({ kind: 'taken', bytes: message.bytes.length });
    } else if (message.kind === 'gap') take(reader.gap(message.direction, message.bytes, message.at));
    else void end(message.exit, message.at);
  });
}

/** Where there is one core too few, those who talk come first. On Linux this is about this thread, elsewhere it would be about the process. */
function stepBack(): void {
  try {
    if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // then all are equal
  }
}

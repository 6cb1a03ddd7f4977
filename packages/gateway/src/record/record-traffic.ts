import { constants, setPriority } from 'node:os';
import process from 'node:process';
import type { MessagePort } from 'node:worker_threads';
import { createRecorder, createSessionRecording, type RecordInput } from '@playhead/recorder';
import { loadDefaultStorage } from '@playhead/recorder/default-storage';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import { createExchangeReader } from './exchange-reader.ts';
import { loadExchangeCodec } from './exchange-codecs.ts';
import { findHostSession } from './find-host-session.ts';
import { tellProtection } from './server-protection.ts';
import type { FromWorker, Piece, ToWorker, WorkerStart } from './messages.ts';
import { createLineReader, type TrafficReader } from './traffic-reader.ts';

/** How long the end waits for the storage before it leaves the rest on the disk: milliseconds. */
const CLOSE_MS = 2000;

/** Records one connection: everything that would cost the thread that hands bytes on time happens here. */
export async function recordTraffic(port: MessagePort, told: WorkerStart): Promise<void> {
  const say = (message: FromWorker): void => port.postMessage(message);
  stepBack();
  const { cwd } = told.session;
  if (!createSessionRecording()({ ...(cwd !== undefined && { cwd }) }).record) return say({ kind: 'ready', recording: false });
  say({ kind: 'ready', recording: true });
  const came: ToWorker[] = [];
  const over = new AbortController();
  let hear = (message: ToWorker): void => {
    came.push(message);
    if (message.kind === 'end') over.abort();
  };
  port.on('message', (message: ToWorker) => hear(message));
  const start = await joinedStart(told, over.signal);
  const { session, server, ownsSession, first } = start;
  const { sessionId } = session;
  const recorder = createRecorder({ storage: loadDefaultStorage, via: 'gateway', closeTimeoutMs: CLOSE_MS, answerTimeoutMs: CLOSE_MS, onError: ({ message }) => say({ kind: 'failed', message }) });
  // What the storage refuses now may be possible later: until then everything waits, as any recording does.
  recorder.recordStart(session).catch(({ message }: Error) => say({ kind: 'failed', message }));

  const record = (inputs: readonly RecordInput[]): void => {
    for (const input of inputs) recorder.recordEvent({ sessionId, ...input });
  };
  const protection = ownsSession ? tellProtection(session, record) : undefined;
  const reader = await readerOf(start, record);
  const missed = new Map<string, Parameters<TrafficReader['gap']>[0]>();
  const miss = ({ direction, at, length, exchange }: Piece): void => {
    const channel = `${direction} ${exchange ?? ''}`;
    missed.set(channel, { direction, at, bytes: (missed.get(channel)?.bytes ?? 0) + length, ...(exchange !== undefined && { exchange }) });
  };
  const end = async (exit: StdioExit, at: number): Promise<void> => {
    for (const gap of missed.values()) reader.gap({ ...gap, at });
    await reader.end(exit, at);
    await protection?.();
    const failed = exit.exitCode !== 0 && exit.signal === undefined;
    if (ownsSession) await recorder.recordStop({ sessionId, ...(failed && { outcome: 'failed' as const }) }).catch(() => undefined); // told by onError
    await recorder.close();
    const { gaps, spilledRecords } = recorder.health();
    say({ kind: 'done', lost: gaps + spilledRecords });
    port.close();
  };

  record([{ type: 'harness_event', at: start.at, data: first }]);
  hear = (message) => {
    if (message.kind === 'batch') {
      let from = 0;
      for (const piece of message.pieces) {
        if (!('length' in piece)) {
          reader.note(piece);
          continue;
        }
        if (Atomics.load(start.hurry, 0) === 0) reader.bytes(piece, Buffer.from(message.bytes.buffer, message.bytes.byteOffset + from, piece.length));
        else miss(piece);
        from += piece.length;
      }
      say({ kind: 'taken', cost: message.cost });
    } else if (message.kind === 'gap') reader.gap(message);
    else if (message.kind === 'lost') record([{ type: 'recorder_gap', at: message.at, data: { count: message.exchanges, what: 'requests', reason: 'the recorder did not keep up', extra: { server } } }]);
    else void end(message.exit, message.at);
  };
  came.forEach(hear);
}

/** Records into the session that hooks make of the agent that started this server, where there is one. */
async function joinedStart(start: WorkerStart, signal: AbortSignal): Promise<WorkerStart> {
  if (!start.host) return start;
  try {
    const storage = await loadDefaultStorage();
    const sessionId = await findHostSession(storage, start.host, signal).finally(() => storage.close());
    return sessionId === undefined ? start : { ...start, ownsSession: false, session: { ...start.session, sessionId } };
  } catch {
    return start; // what is wrong with the storage the recorder says
  }
}

async function readerOf({ codec, ...options }: WorkerStart, record: (inputs: readonly RecordInput[]) => void): Promise<TrafficReader> {
  if (codec === undefined) return createLineReader({ ...options, record });
  return createExchangeReader(await loadExchangeCodec(codec, options), { ...options, record });
}

/** Where there is one core too few, those who talk come first. On Linux this is about this thread, elsewhere it would be about the process. */
function stepBack(): void {
  try {
    if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // then all are equal
  }
}

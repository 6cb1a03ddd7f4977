import { constants, setPriority } from 'node:os';
import process from 'node:process';
import type { MessagePort } from 'node:worker_threads';
import type { SessionStorage } from '@playhead/protocol';
import { createRecorder, createSessionRecording } from '@playhead/recorder';
import { loadDefaultStorage } from '@playhead/recorder/default-storage';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import type { ClientSessions } from '../anthropic/client-sessions.ts';
import { createExchangeReader } from './exchange-reader.ts';
import { loadExchangeCodec } from './exchange-codecs.ts';
import { findHostSession } from './find-host-session.ts';
import { serverProtection, shortly, tellProtection } from './server-protection.ts';
import type { FromWorker, Piece, ToWorker, WorkerStart } from './messages.ts';
import { readBatch } from './batch.ts';
import { createPreparedReader } from './prepared-reader.ts';
import { createSessionSink, type RecordSink } from './record-sink.ts';
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
  const { session, server, ownsSession } = start;
  let loaded: Promise<SessionStorage> | undefined;
  const storage = (): Promise<SessionStorage> => (loaded ??= loadDefaultStorage());
  const recorder = createRecorder({ storage, via: 'gateway', closeTimeoutMs: CLOSE_MS, answerTimeoutMs: CLOSE_MS, onError: ({ message }) => say({ kind: 'failed', message }) });
  const onProblem = (message: string): void => say({ kind: 'failed', message });
  const asked = start.codec === 'anthropic' ? serverProtection(session) : undefined;
  const clients = start.codec === 'anthropic' ? (await import('../anthropic/client-sessions.ts')).createClientSessions({ recorder, storage, start, onProblem, ...(asked && { told: asked }) }) : undefined;
  const sink: RecordSink = clients ?? createSessionSink(recorder, start, onProblem);
  const protection = asked ? shortly(asked) : ownsSession ? tellProtection(session, sink.record) : undefined;
  const reader = await readerOf(start, sink, clients);
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
    await sink.stop(failed);
    await recorder.close();
    const { gaps, spilledRecords } = recorder.health();
    say({ kind: 'done', lost: gaps + spilledRecords });
    port.close();
  };

  hear = (message) => {
    if (message.kind === 'batch') {
      for (const item of readBatch(message.batch)) {
        if (!('piece' in item)) reader.note(item);
        else if (Atomics.load(start.hurry, 0) === 0) reader.bytes(item.piece, item.bytes);
        else miss(item.piece);
      }
      Atomics.add(start.taken, 0, message.cost);
    } else if (message.kind === 'gap') reader.gap(message);
    else if (message.kind === 'lost') sink.record([{ type: 'recorder_gap', at: message.at, data: { count: message.exchanges, what: 'requests', reason: 'the recorder did not keep up', extra: { server } } }]);
    else void end(message.exit, message.at);
  };
  say({ kind: 'reading' });
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

async function readerOf({ codec, ...options }: WorkerStart, { record }: RecordSink, clients: ClientSessions | undefined): Promise<TrafficReader> {
  if (codec === undefined) return createLineReader({ ...options, record });
  const reader = createExchangeReader(await loadExchangeCodec(codec, { ...options, ...(clients && { isToldElsewhere: clients.isToldElsewhere }) }), { ...options, record });
  return clients ? createPreparedReader(reader, clients.prepare) : reader;
}

/** Where there is one core too few, those who talk come first. On Linux this is about this thread, elsewhere it would be about the process. */
function stepBack(): void {
  try {
    if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // then all are equal
  }
}

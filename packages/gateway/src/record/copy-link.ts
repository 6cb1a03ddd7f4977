import { Worker } from 'node:worker_threads';
import type { RpcDirection } from '../rpc/direction.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import { gatewayWorkerUrl } from './gateway-worker.ts';
import type { ExchangeStep } from '../http/exchange.ts';
import { createBatchRoom, NOTE_COST } from './batch.ts';
import type { FromWorker, Note, ToWorker, WorkerStart } from './messages.ts';

/** What came of a recording. */
export interface SavedTraffic {
  /** What went wrong first, for people. Absent: everything is stored. */
  readonly problem?: string;
}

/** The way of copies to the worker that records them. Nothing in it throws, and nobody waits for the worker. */
export interface CopyLink {
  copy(direction: RpcDirection, bytes: Buffer): void;
  /** Copies what happens in an exchange over HTTP. */
  step(step: ExchangeStep): void;
  /** Sends what is left, and waits a while until it is stored. */
  end(exit: StdioExit): Promise<SavedTraffic>;
}

/** What {@link createCopyLink} needs. */
export interface CopyLinkOptions {
  readonly start: Omit<WorkerStart, 'hurry' | 'taken'>;
  /** The environment of the worker: where it records, and how. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** How many bytes may wait for the worker. What comes then is not recorded, and the recording says how much. Default 64 MiB. */
  readonly mostWaiting?: number;
  /** Default: as long as a client waits for its server to end. */
  readonly patience?: EndPatience;
}

/** So long copies wait for more before the worker is woken: a call and its answer are mostly over by then, and neither it nor what is sent to it takes their time. What waits, a kill takes. */
const BATCH_MS = 25;
const MOST_WAITING = 64 * 1024 * 1024;
/** Recording is no reason to take the memory of the machine. */
const HEAP_MB = 512;
/** How long the end waits for a worker that has not begun to read, on a machine that is very busy: milliseconds. */
const BEGIN_MS = 10_000;
/** Clients kill a server that is not gone four seconds after they left. */
const PATIENCE: EndPatience = { decodeMs: 1000, endMs: 3000 };

/** How long the end of a connection waits for its worker, from when that has loaded what it takes: a limit that is over before does not say that it is slow. */
export interface EndPatience {
  /** For what is not decoded: milliseconds. */
  readonly decodeMs: number;
  /** For what is not stored, decoding included: milliseconds. */
  readonly endMs: number;
}

/** Starts the worker of a connection. */
export function createCopyLink({ start, env, now, mostWaiting = MOST_WAITING, patience = PATIENCE }: CopyLinkOptions): CopyLink {
  const room = createBatchRoom();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let sent = 0;
  let isFull = false;
  const dropped = new Map<string, { direction: RpcDirection; exchange?: number; bytes: number }>();
  const lost = new Set<number>();
  let lostExchanges = 0;
  let problem: string | undefined;
  let worker: Worker | undefined;
  const hurry = new Int32Array(new SharedArrayBuffer(4));
  const taken = new Int32Array(new SharedArrayBuffer(4));
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => { finish = resolve; });
  let begin = (): void => {};
  const begun = new Promise<void>((resolve) => { begin = resolve; });

  const giveUp = (reason: string): void => {
    problem ??= reason;
    const ended = worker;
    worker = undefined;
    clearTimeout(timer);
    finish();
    void ended?.terminate();
  };
  const post = (message: ToWorker, transfer: ArrayBuffer[] = []): void => {
    try {
      worker?.postMessage(message, transfer);
    } catch (error) {
      giveUp(reasonOf(error));
    }
  };
  const hear = (message: FromWorker): void => {
    if (message.kind === 'reading') begin();
    else if (message.kind === 'failed') problem ??= message.message;
    else if (message.kind === 'ready') {
      if (message.recording) return;
      const ended = worker;
      worker = undefined; // somebody opted out: nothing more is copied
      finish();
      void ended?.terminate();
    } else {
      problem = message.lost > 0 ? (problem ?? `${message.lost} records were not stored`) : undefined; // what failed for a while was made good
      finish();
    }
  };
  try {
    worker = new Worker(gatewayWorkerUrl, { workerData: { ...start, hurry, taken } satisfies WorkerStart, env: { ...env }, stdout: true, stderr: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    worker.on('message', hear).on('error', (error) => giveUp(reasonOf(error))).on('exit', () => { if (worker) giveUp('the worker that records ended'); });
  } catch (error) {
    giveUp(reasonOf(error));
  }

  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const { cost } = room;
    if (cost === 0) return;
    sent = (sent + cost) | 0;
    const batch = room.take();
    post({ kind: 'batch', batch, cost }, [batch.bytes.buffer as ArrayBuffer, batch.rows.buffer as ArrayBuffer]); // none is shared
  };
  /** Says what is missing before anything follows it. */
  const sayDropped = (channel: string, at: number): void => {
    const gap = dropped.get(channel);
    if (!gap) return;
    send();
    post({ kind: 'gap', at, ...gap });
    dropped.delete(channel);
  };
  const sayLost = (at: number): void => {
    if (lostExchanges === 0) return;
    send();
    post({ kind: 'lost', at, exchanges: lostExchanges });
    lostExchanges = 0;
  };
  /** A gap is one piece, not one of each batch that is taken. */
  const hasNoRoom = (cost: number): boolean => {
    const waiting = (sent - Atomics.load(taken, 0)) | 0;
    isFull = waiting + room.cost + cost > (isFull ? mostWaiting / 2 : mostWaiting);
    return isFull;
  };
  const copy = (direction: RpcDirection, bytes: Buffer, exchange?: number): void => {
    if (hasNoRoom(bytes.length)) {
      const channel = channelOf(direction, exchange);
      dropped.set(channel, { direction, ...(exchange !== undefined && { exchange }), bytes: (dropped.get(channel)?.bytes ?? 0) + bytes.length });
      return;
    }
    const at = now();
    if (dropped.size > 0) sayDropped(channelOf(direction, exchange), at);
    for (let from = 0; from < bytes.length;) {
      timer ??= setTimeout(send, BATCH_MS);
      from += room.add(direction, from === 0 ? bytes : bytes.subarray(from), at, exchange);
      if (room.isFull) send();
    }
  };
  const note = (event: Note): void => {
    timer ??= setTimeout(send, BATCH_MS);
    room.note(event);
    if (room.isFull) send();
  };

  return {
    copy(direction, bytes) {
      if (worker) copy(direction, bytes);
    },
    step(step) {
      const { exchange } = step;
      if (!worker) return;
      if (step.kind === 'request' && hasNoRoom(NOTE_COST)) {
        lost.add(exchange);
        lostExchanges += 1;
      }
      if (lost.has(exchange)) {
        if (step.kind === 'end') lost.delete(exchange);
        return;
      }
      if (step.kind === 'bytes') return copy(step.direction, step.bytes, exchange);
      const at = now();
      if (step.kind === 'request') sayLost(at);
      if (step.kind === 'body_end') sayDropped(channelOf(step.direction, exchange), at);
      if (step.kind === 'end') for (const direction of ['to_server', 'to_client'] as const) sayDropped(channelOf(direction, exchange), at);
      note({ ...step, at });
    },
    async end(exit) {
      const at = now();
      send();
      for (const channel of dropped.keys()) sayDropped(channel, at);
      sayLost(at);
      post({ kind: 'end', at, exit });
      if (!worker) finish();
      const timers = [setTimeout(() => giveUp('the worker that records did not begin'), BEGIN_MS)];
      void begun.then(() => {
        timers.forEach(clearTimeout);
        timers.push(setTimeout(() => { Atomics.store(hurry, 0, 1); }, patience.decodeMs), setTimeout(() => giveUp('the storage did not answer'), patience.endMs));
      });
      await done;
      timers.forEach(clearTimeout);
      return problem === undefined ? {} : { problem };
    },
  };
}

function channelOf(direction: RpcDirection, exchange: number | undefined): string {
  return `${direction} ${exchange ?? ''}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

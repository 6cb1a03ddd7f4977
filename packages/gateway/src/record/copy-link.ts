import { Worker } from 'node:worker_threads';
import type { RpcDirection } from '../rpc/direction.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import { gatewayWorkerUrl } from './gateway-worker.ts';
import type { ExchangeStep } from '../http/exchange.ts';
import type { FromWorker, Note, Piece, ToWorker, WorkerStart } from './messages.ts';

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
  readonly start: Omit<WorkerStart, 'hurry'>;
  /** The environment of the worker: where it records, and how. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** How many bytes may wait for the worker. What comes then is not recorded, and the recording says how much. Default 64 MiB. */
  readonly mostWaiting?: number;
  /** Default: as long as a client waits for its server to end. */
  readonly patience?: EndPatience;
}

const BATCH_BYTES = 64 * 1024;
const BATCH_MS = 8;
/** A batch up to this size is copied out of its room, which costs less than another room. */
const SMALL_BYTES = 16 * 1024;
const MOST_WAITING = 64 * 1024 * 1024;
/** Recording is no reason to take the memory of the machine. */
const HEAP_MB = 512;
/** What a step without bytes counts for. */
const NOTE_COST = 1024;
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
  let room = Buffer.allocUnsafeSlow(BATCH_BYTES);
  let filled = 0;
  let noted = 0;
  let pieces: (Piece | Note)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting = 0;
  let isFull = false;
  const dropped = new Map<string, { direction: RpcDirection; exchange?: number; bytes: number }>();
  const lost = new Set<number>();
  let lostExchanges = 0;
  let problem: string | undefined;
  let worker: Worker | undefined;
  const hurry = new Int32Array(new SharedArrayBuffer(4));
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
    if (message.kind === 'taken') waiting -= message.cost;
    else if (message.kind === 'reading') begin();
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
    worker = new Worker(gatewayWorkerUrl, { workerData: { ...start, hurry } satisfies WorkerStart, env: { ...env }, stdout: true, stderr: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    worker.on('message', hear).on('error', (error) => giveUp(reasonOf(error))).on('exit', () => { if (worker) giveUp('the worker that records ended'); });
  } catch (error) {
    giveUp(reasonOf(error));
  }

  const send = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (pieces.length === 0) return;
    const bytes = filled > SMALL_BYTES ? room.subarray(0, filled) : Uint8Array.from(room.subarray(0, filled));
    if (filled > SMALL_BYTES) room = Buffer.allocUnsafeSlow(BATCH_BYTES);
    const cost = filled + noted;
    waiting += cost;
    filled = 0;
    noted = 0;
    post({ kind: 'batch', pieces, bytes, cost }, [bytes.buffer as ArrayBuffer]); // none is shared
    pieces = [];
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
    isFull = waiting + filled + noted + cost > (isFull ? mostWaiting / 2 : mostWaiting);
    return isFull;
  };
  const copy = (direction: RpcDirection, bytes: Buffer, exchange?: number): void => {
    const which = { direction, ...(exchange !== undefined && { exchange }) };
    const channel = `${direction} ${exchange ?? ''}`;
    if (hasNoRoom(bytes.length)) {
      dropped.set(channel, { ...which, bytes: (dropped.get(channel)?.bytes ?? 0) + bytes.length });
      return;
    }
    const at = now();
    sayDropped(channel, at);
    for (let from = 0; from < bytes.length;) {
      timer ??= setTimeout(send, BATCH_MS);
      const length = bytes.copy(room, filled, from);
      pieces.push({ ...which, at, length });
      filled += length;
      from += length;
      if (filled === BATCH_BYTES) send();
    }
  };
  const note = (event: Note): void => {
    timer ??= setTimeout(send, BATCH_MS);
    noted += NOTE_COST;
    pieces.push(event);
    if (noted > BATCH_BYTES) send();
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
      if (step.kind === 'body_end') sayDropped(`${step.direction} ${exchange}`, at);
      if (step.kind === 'end') for (const direction of ['to_server', 'to_client']) sayDropped(`${direction} ${exchange}`, at);
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

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

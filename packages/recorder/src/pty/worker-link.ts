import { Worker } from 'node:worker_threads';
import type { FromWorker, PtyExit, ToWorker, WorkerStart } from './worker/messages.ts';
import { ptyWorkerUrl } from './worker/pty-worker.ts';

/** What came of a recording. */
export interface SavedTerminal {
  /** How many records were made. */
  readonly events: number;
  /** What went wrong first, for people. Absent: everything is stored. */
  readonly problem?: string;
}

/** The way of a terminal's bytes to the worker that records them. Nothing in it throws, and nothing waits for the worker. */
export interface WorkerLink {
  /** Takes bytes, which its caller may use again: copies them but where they stand at the beginning of {@link WorkerLink.room}. */
  output(bytes: Buffer): void;
  /** Room for what is to be recorded next: some KiB at least. */
  room(): Buffer;
  /** @param bytes - Undefined for what must not be recorded. */
  input(bytes: Buffer | undefined, at: number): void;
  resize(columns: number, rows: number): void;
  /** Settles when the worker has begun, or cannot. */
  readonly ready: Promise<{ readonly recording: boolean; readonly replayUrl: string }>;
  /** Records nothing: there is no terminal. */
  cancel(): void;
  /** Sends what is left, and waits until it is stored. */
  end(exit: PtyExit): Promise<SavedTerminal>;
}

/** What {@link createWorkerLink} needs. */
export interface WorkerLinkOptions {
  readonly start: WorkerStart;
  /** The environment of the worker: where it records, and how. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
  /** Told to stop and to go on, where more waits than may. */
  readonly onFull: (full: boolean) => void;
}

const BATCH_BYTES = 256 * 1024;
const BATCH_MS = 8;
/** A room with less than this left is full: what a read of a flood gives. */
const LEAST_BYTES = 4 * 1024;
/** A batch up to this size is copied out of its room, which costs less than another room. */
const SMALL_BYTES = 16 * 1024;
/** So long, and so much of it, a flood waits before the worker takes a processor from the command: most floods are over by then. Milliseconds and bytes. */
const HOLD_MS = 100;
const MOST_HELD = 4 * 1024 * 1024;
/** So many rooms that the worker gave back are kept: the system makes new ones page by page. */
const MOST_SPARE = 32;
const MOST_WAITING = 8 * 1024 * 1024;
/** Room for what a flood makes and drops at once: with less the worker collects garbage for a quarter of its time. */
const YOUNG_MB = 64;
/** A worker that takes nothing for so long is given up: the command must go on. Milliseconds. */
const STALLED_MS = 10_000;
/** How long the end waits for what is not stored: milliseconds. */
const END_MS = 20_000;

/** Starts the worker of a terminal. */
export function createWorkerLink({ start, env, now, onFull }: WorkerLinkOptions): WorkerLink {
  let room = newRoom();
  const spare: Room[] = [];
  let filled = 0;
  let at = 0;
  let held: Extract<ToWorker, { kind: 'output' }>[] = [];
  let heldBytes = 0;
  let mayHold = false;
  let batchTimer: ReturnType<typeof setTimeout> | undefined;
  let waiting = 0;
  let full: ReturnType<typeof setTimeout> | undefined;
  let problem: string | undefined;
  let isRecording = false;
  let worker: Worker | undefined;
  const ready = withResolvers<Extract<FromWorker, { kind: 'ready' }>>();
  const done = withResolvers<{ events: number }>();

  const goOn = (): void => {
    if (!full) return;
    clearTimeout(full);
    full = undefined;
    onFull(false);
  };
  const giveUp = (reason: string): void => {
    problem ??= reason;
    const ended = worker;
    worker = undefined;
    goOn();
    ready.resolve({ kind: 'ready', recording: false, mayHold: false, replayUrl: '' });
    done.resolve({ events: 0 });
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
    if (message.kind === 'ready') {
      isRecording = message.recording;
      mayHold = message.mayHold;
      ready.resolve(message);
    }
    else if (message.kind === 'failed') problem ??= message.message;
    else if (message.kind === 'done') {
      if (message.lost > 0) problem ??= `${message.lost} records were not stored`;
      else if (isRecording) problem = undefined; // what failed for a while was made good
      worker = undefined; // which ends now
      done.resolve(message);
    } else {
      waiting -= message.bytes;
      if (message.room.byteLength === BATCH_BYTES && spare.length < MOST_SPARE) spare.push(Buffer.from(message.room));
      if (full) full.refresh();
      if (waiting < MOST_WAITING / 2) goOn();
    }
  };
  try {
    worker = new Worker(ptyWorkerUrl, { workerData: start, env: { ...env }, stdout: true, stderr: true, execArgv: [], resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    worker.on('message', hear);
    worker.on('error', (error) => giveUp(reasonOf(error)));
    worker.on('exit', () => { if (worker) giveUp('the worker that records ended'); });
  } catch (error) {
    giveUp(reasonOf(error));
  }

  /** Ends the batch that is being filled. */
  const close = (): void => {
    if (filled === 0) return;
    const isLarge = filled > SMALL_BYTES;
    const bytes = isLarge ? new Uint8Array(room.buffer, 0, filled) : Uint8Array.from(room.subarray(0, filled));
    if (isLarge) room = spare.pop() ?? newRoom();
    held.push({ kind: 'output', at, bytes });
    heldBytes += filled;
    filled = 0;
  };
  const send = (): void => {
    clearTimeout(batchTimer);
    batchTimer = undefined;
    close();
    waiting += heldBytes;
    for (const message of held) post(message, [message.bytes.buffer]);
    held = [];
    heldBytes = 0;
    if (waiting <= MOST_WAITING || full || !worker) return;
    full = setTimeout(() => giveUp('the storage did not keep up'), STALLED_MS);
    onFull(true);
  };
  /** Sends what is there unless it is the beginning of a flood. */
  const sendOrHold = (isFlood: boolean): void => {
    close();
    const [first] = held;
    if (!first || !isFlood || !mayHold || heldBytes >= MOST_HELD || now() - first.at >= HOLD_MS * 1000) return send();
    clearTimeout(batchTimer);
    batchTimer = setTimeout(sendBatch, BATCH_MS);
  };
  const sendBatch = (): void => sendOrHold(filled > SMALL_BYTES);

  return {
    output(bytes) {
      if (!worker) return;
      for (let from = 0; from < bytes.length;) {
        if (filled === 0) {
          at = now();
          batchTimer ??= setTimeout(sendBatch, BATCH_MS);
        }
        const isThere = bytes.buffer === room.buffer && bytes.byteOffset === room.byteOffset + filled;
        const taken = isThere ? bytes.length : bytes.copy(room, filled, from);
        filled += taken;
        from += taken;
        if (filled > BATCH_BYTES - LEAST_BYTES) sendOrHold(true);
      }
    },
    room: () => room.subarray(filled),
    input(bytes, typedAt) {
      if (held.length > 0) send();
      post({ kind: 'input', at: typedAt, bytes: bytes && Uint8Array.from(bytes) });
    },
    resize(columns, rows) {
      send();
      post({ kind: 'resize', at: now(), columns, rows });
    },
    ready: ready.promise,
    cancel: () => giveUp('nothing was started'),
    async end(exit) {
      send();
      post({ kind: 'end', at: now(), exit });
      const late = setTimeout(() => giveUp('the storage did not answer'), END_MS);
      const { events } = await done.promise;
      clearTimeout(late);
      return { events, ...(problem !== undefined && { problem }) };
    },
  };
}

type Room = Buffer<ArrayBuffer>;

function newRoom(): Room {
  return Buffer.allocUnsafeSlow(BATCH_BYTES) as Room; // which is never shared
}

interface Resolvers<Value> { readonly promise: Promise<Value>; readonly resolve: (value: Value) => void }

function withResolvers<Value>(): Resolvers<Value> {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => { resolve = settle; });
  return { promise, resolve };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { Worker } from 'node:worker_threads';
import { gatewayWorkerUrl } from '../record/gateway-worker.ts';
import type { SavedTraffic } from '../record/copy-link.ts';
import type { ExchangeStep } from '../http/exchange.ts';
import type { RpcDecision } from '../rpc/decision-item.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';
import type { ApprovalAnswer, FromGuardWorker, GuardStart, ToGuardWorker } from './guard-messages.ts';
import { createSpool } from './spool.ts';

/** The way of a guarded connection to the worker that records it. */
export interface GuardLink {
  /** Settles once it is known whether anything is recorded. */
  readonly ready: Promise<boolean>;
  line(direction: RpcDirection, bytes: Uint8Array): void;
  /** A line that is too long to be kept. */
  long(direction: RpcDirection, whole: { readonly bytes: number; readonly digest: string }): void;
  /** What happens in an exchange over HTTP. Bytes are whole messages, or whole events. */
  step(step: ExchangeStep): void;
  /** @param exchange - The one over HTTP that it is about. */
  decision(direction: RpcDirection, decided: RpcDecision, exchange?: number): void;
  /** Tools that a list was handed on without. */
  hidden(tools: readonly string[]): void;
  failure(message: string): void;
  /** Settles once everything before is stored, or it is known that it is not. Never rejects. */
  stored(): Promise<boolean>;
  /** Waits for an answer to a message that waits. Undefined: nobody can give one. */
  answer(approvalId: string, signal: AbortSignal): Promise<ApprovalAnswer | undefined>;
  /** Sends what is left, and waits until it is stored. */
  end(exit: StdioExit): Promise<SavedTraffic>;
}

/** How many bytes may wait for the worker in memory. */
const MOST_WAITING = 64 * 1024 * 1024;
/** How many on the disk, where a connection keeps its copies there. */
const MOST_SPOOLED = 1024 * 1024 * 1024;
const HEAP_MB = 512;
/** How long the end waits for what is not stored: milliseconds. Clients kill a server that is not gone four seconds after they left. */
const END_MS = 3000;
/** Nobody who asks over HTTP waits for the end of the tap. */
const HTTP_END_MS = 8000;
/** How long the end waits for a worker that has not begun, on a machine that is very busy: milliseconds. */
const BEGIN_MS = 10_000;
/** How long it waits where nothing may be lost: then who is in a hurry has to kill it. */
const BUFFERED_END_MS = 60_000;
/** What a message costs beside its bytes. */
const MESSAGE_BYTES = 256;

/** Starts the worker of a guarded connection. */
export function createGuardLink({ start, env, now, mostWaiting = MOST_WAITING }: { readonly start: GuardStart; readonly env: Readonly<Record<string, string | undefined>>; readonly now: () => number; readonly mostWaiting?: number }): GuardLink {
  const spool = createSpool(start.mode === 'buffer' ? MOST_SPOOLED : 0);
  const tickets = new Map<number, (stored: boolean) => void>();
  const answers = new Map<string, (answer: ApprovalAnswer | undefined) => void>();
  const dropped = { to_server: 0, to_client: 0 };
  let worker: Worker | undefined;
  const late: ToGuardWorker[] = []; // for which the disk had no room
  let waiting = 0;
  let isFull = false;
  let lastTicket = 0;
  let problem: string | undefined;
  let finish = (): void => {};
  const done = new Promise<void>((resolve) => { finish = resolve; });
  let begin = (_recording: boolean): void => {};
  const ready = new Promise<boolean>((resolve) => { begin = resolve; });

  const leave = (): void => {
    const ended = worker;
    worker = undefined;
    begin(false);
    for (const settle of tickets.values()) settle(false);
    for (const settle of answers.values()) settle(undefined);
    finish();
    void ended?.terminate();
  };
  const giveUp = (reason: string): void => {
    problem ??= reason;
    leave();
  };
  const post = (message: ToGuardWorker): void => {
    try {
      worker?.postMessage(message);
      waiting += costOf(message);
    } catch (error) {
      giveUp(reasonOf(error));
    }
  };
  const drain = (): void => {
    try {
      while (spool.length > 0 && waiting < mostWaiting / 2) post(spool.shift() as ToGuardWorker); // what `send` put there
    } catch (error) {
      return giveUp(reasonOf(error));
    }
    if (spool.length === 0) for (const message of late.splice(0)) post(message);
  };
  /** Keeps the order: behind something on the disk everything goes there. */
  const send = (message: ToGuardWorker): void => {
    if (!worker) return;
    const isLine = message.kind === 'line' || (message.kind === 'step' && message.step.kind === 'bytes'); // all else is small
    const isBehind = spool.length > 0 || late.length > 0;
    if (isLine) isFull = start.mode !== 'strict' && waiting + costOf(message) > (isFull ? mostWaiting / 2 : mostWaiting); // a gap is one piece, not one of each message that is taken
    if (!isBehind && !(isLine && isFull)) {
      sayDropped();
      return post(message);
    }
    if (late.length === 0 && spool.push(message)) return;
    if (isLine && 'direction' in message) dropped[message.direction] += 1;
    else if (isBehind) late.push(message);
    else post(message);
  };
  const sayDropped = (): void => {
    for (const direction of ['to_server', 'to_client'] as const) {
      if (dropped[direction] === 0) continue;
      post({ kind: 'gap', direction, at: now(), messages: dropped[direction] });
      dropped[direction] = 0;
    }
  };
  const hear = (message: FromGuardWorker): void => {
    if (message.kind === 'taken') {
      waiting -= message.bytes;
      drain();
    } else if (message.kind === 'stored') {
      tickets.get(message.ticket)?.(message.stored);
      tickets.delete(message.ticket);
    } else if (message.kind === 'answered') {
      answers.get(message.approvalId)?.(message.answer);
    } else if (message.kind === 'failed') problem ??= message.message;
    else if (message.kind === 'ready') {
      if (message.recording) begin(true);
      else leave();
    } else {
      problem = message.lost > 0 ? (problem ?? `${message.lost} records were not stored`) : undefined;
      finish();
    }
  };
  try {
    worker = new Worker(gatewayWorkerUrl, { workerData: start, env: { ...env }, stdout: true, stderr: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: HEAP_MB } });
    worker.on('message', hear).on('error', (error) => giveUp(reasonOf(error))).on('exit', () => { if (worker) giveUp('the worker that records ended'); });
  } catch (error) {
    giveUp(reasonOf(error));
  }

  return {
    ready,
    line: (direction, bytes) => send({ kind: 'line', direction, at: now(), bytes: Uint8Array.from(bytes) }), // without the room that it was read into
    long: (direction, whole) => send({ kind: 'long', direction, at: now(), ...whole }),
    step: (step) => send({ kind: 'step', direction: 'direction' in step ? step.direction : 'to_server', at: now(), step }),
    decision: (direction, decided, exchange) => send({ kind: 'decision', direction, at: now(), decided, ...(exchange !== undefined && { exchange }) }),
    hidden: (tools) => send({ kind: 'hidden', at: now(), tools }),
    failure: (message) => send({ kind: 'failure', at: now(), message }),
    stored() {
      if (!worker) return Promise.resolve(false);
      const ticket = lastTicket += 1;
      const settled = new Promise<boolean>((resolve) => { tickets.set(ticket, resolve); });
      send({ kind: 'sync', ticket });
      return settled;
    },
    async answer(approvalId, signal) {
      if (!worker || signal.aborted) return undefined;
      const answered = new Promise<ApprovalAnswer | undefined>((resolve) => {
        answers.set(approvalId, resolve);
        signal.addEventListener('abort', () => resolve(undefined), { once: true });
      });
      send({ kind: 'watch', approvalId });
      try {
        return await answered;
      } finally {
        answers.delete(approvalId);
        send({ kind: 'unwatch', approvalId });
      }
    },
    async end(exit) {
      if (worker) {
        if (spool.length === 0) sayDropped();
        send({ kind: 'end', at: now(), exit });
      }
      if (!worker) finish();
      let timer = setTimeout(() => giveUp('the worker that records did not begin'), BEGIN_MS);
      void ready.then(() => {
        clearTimeout(timer);
        if (worker) timer = setTimeout(() => giveUp('the storage did not answer'), start.mode === 'buffer' ? BUFFERED_END_MS : start.isHttp ? HTTP_END_MS : END_MS);
      });
      await done;
      clearTimeout(timer);
      spool.close();
      return problem === undefined ? {} : { problem };
    },
  };
}

function costOf(message: ToGuardWorker): number {
  if (message.kind === 'step') return message.step.kind === 'bytes' ? message.step.bytes.length + MESSAGE_BYTES : 0;
  return message.kind === 'line' ? message.bytes.length + MESSAGE_BYTES : 0;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

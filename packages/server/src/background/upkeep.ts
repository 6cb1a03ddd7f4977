import type { SessionInfo, SessionStorage } from '@playhead/protocol';
import { BRIEF_FROM_BYTES } from '@playhead/replay-core';
import { keepFigures } from '@playhead/replay-core/metrics';
import { KEYFRAMES_FROM_BYTES, keepKeyframes } from '@playhead/replay-core/terminal';
import { buildBriefParts, type SeenParts } from '../brief/build-brief-parts.ts';
import { PART_CHARACTERS } from '../brief/kept-parts.ts';
import { loadEmulator } from './load-emulator.ts';
import type { Readers } from './readers.ts';
import type { SerialQueue } from '../hooks/serial-queue.ts';

/** Keeps what lists and pages need of sessions, before anybody asks for it. */
export interface Upkeep {
  /**
   * Says that a session changed, or that what is kept of it is out of date. Never waits, never throws.
   *
   * @param options.watched - Whether somebody looks at a terminal of it and waits: its keyframes come first, and readers are not let go before. Default false.
   */
  look(sessionId: string, options?: { readonly watched?: boolean }): void;
  /** Ends what is under way: what was kept until then stays, and the rest is made when somebody needs it. */
  close(): Promise<void>;
}

/** Options of {@link createUpkeep}. */
export interface UpkeepOptions {
  readonly storage: SessionStorage;
  /** One session at a time is looked at by all who share it. */
  readonly queue: SerialQueue;
  /** Waits until no hook needs the process. */
  readonly quiet: () => Promise<void>;
  /** Who is let go first: as long as somebody reads, nothing is made. */
  readonly readers: Pick<Readers, 'busy' | 'calm'>;
  /** How long a session that changed is left alone, since it mostly changes again, in milliseconds. Default 1000. */
  readonly delayMs?: number;
}

/** So many sessions wait at once, by their ids alone; the next list names the others again. */
const MOST_WAITING = 200_000;
/** Of so many sessions it is remembered what they were like when they were looked at. */
const MOST_REMEMBERED = 500;
/** A session that goes on is looked at again once it is longer by this factor, so that all looks together cost a few readings. */
const GROWTH = 1.5;
/** A session is left alone for so many times as long as looking at it took. */
const REST = 5;
/** How long one is left alone that could not be looked at, in milliseconds. */
const FAULT_REST_MS = 60_000;

/** So often it is begun to count what asks for a review of a session: where many read, it is gone on beside them in the end. */
const MOST_TRIES = 4;

/** What a session was like when it was looked at. */
interface Seen {
  readonly events: number;
  /** How long it was when its parts were made. */
  readonly partsBytes: number;
  readonly parts: SeenParts | undefined;
  /** Not before this moment it is looked at again, by the clock of `performance.now`. */
  readonly restsUntil: number;
}

const NEVER: Seen = { events: 0, partsBytes: 0, parts: undefined, restsUntil: 0 };

/** Makes the upkeep of one storage. It begins with the first session that is named. */
export function createUpkeep({ storage, queue, quiet, readers, delayMs = 1000 }: UpkeepOptions): Upkeep {
  const stop = new AbortController();
  const waiting = new Set<string>();
  /** Of which somebody waits for keyframes. */
  const watched = new Set<string>();
  const known = new Map<string, Seen>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> = Promise.resolve();

  const remember = (sessionId: string, seen: Seen): void => {
    known.delete(sessionId);
    known.set(sessionId, seen);
    for (const oldest of known.keys()) {
      if (known.size <= MOST_REMEMBERED) break;
      known.delete(oldest);
    }
  };
  let waitedMs = 0;
  const calm = async (): Promise<boolean> => {
    const began = performance.now();
    const waited = await readers.calm(stop.signal);
    waitedMs += performance.now() - began;
    return waited;
  };
  const pause = async (): Promise<boolean> => {
    await quiet();
    return calm();
  };
  /** Counts what asks for a review, and measures. What is put together for that is let go when somebody reads: both beside each other would be too much to hold. */
  const count = async (sessionId: string): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      await pause();
      const gaveWay = new AbortController();
      const giveWay = async (): Promise<void> => {
        await quiet();
        if (tries < MOST_TRIES && readers.busy) gaveWay.abort();
        gaveWay.signal.throwIfAborted();
        await calm();
      };
      try {
        return void (await keepFigures(storage, sessionId, { signal: stop.signal, pause: giveWay }));
      } catch (error) {
        if (!gaveWay.signal.aborted) throw error;
      }
    }
  };
  /** Lets others go for a moment, and hooks for as long as they need. */
  const breath = async (): Promise<void> => {
    await quiet();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  const tend = async (sessionId: string): Promise<void> => {
    const info = await storage.get(sessionId);
    if (!info || info.dropped) return;
    const began = performance.now();
    waitedMs = 0;
    let { partsBytes, parts, events } = known.get(sessionId) ?? NEVER;
    if (watched.delete(sessionId) && (info.bytes ?? 0) >= KEYFRAMES_FROM_BYTES) await keepKeyframes(storage, sessionId, { emulator: loadEmulator, signal: stop.signal, pause: breath });
    if (wantsParts(info, partsBytes)) {
      parts = await buildBriefParts(storage, info, { signal: stop.signal, pause, ...(parts && { known: parts }) });
      partsBytes = info.bytes ?? 0;
    }
    if (info.status !== 'recording' || info.events >= GROWTH * events) {
      await count(sessionId);
      if (info.terminals && (info.bytes ?? 0) >= KEYFRAMES_FROM_BYTES) await keepKeyframes(storage, sessionId, { emulator: loadEmulator, signal: stop.signal, pause });
      events = info.events;
    }
    const ended = performance.now();
    remember(sessionId, { events, partsBytes, parts, restsUntil: ended + REST * (ended - began - waitedMs) });
  };
  const run = async (): Promise<void> => {
    for (const sessionId of waiting) {
      if (stop.signal.aborted) return;
      if ((known.get(sessionId)?.restsUntil ?? 0) > performance.now()) continue;
      waiting.delete(sessionId);
      await (watched.has(sessionId) ? quiet() : pause());
      await queue.run(() => (stop.signal.aborted ? Promise.resolve() : tend(sessionId))).catch(() => {
        // What fails is made by who needs it, or later.
        remember(sessionId, { ...(known.get(sessionId) ?? NEVER), restsUntil: performance.now() + FAULT_REST_MS });
      });
    }
  };
  const runLater = (): void => {
    if (timer !== undefined || stop.signal.aborted) return;
    timer = setTimeout(() => {
      running = run().finally(() => {
        timer = undefined;
        if (waiting.size > 0) runLater();
      });
    }, delayMs);
  };
  return {
    look(sessionId, options) {
      if (waiting.size >= MOST_WAITING || stop.signal.aborted || !storage.capabilities.derived) return;
      if (options?.watched) watched.add(sessionId);
      waiting.add(sessionId);
      runLater();
    },
    async close() {
      stop.abort();
      clearTimeout(timer);
      await running;
    },
  };
}

/** Whether parts of a long log are to be made: of one that goes on only once there is enough for another one. */
function wantsParts({ status, bytes = 0 }: SessionInfo, partsBytes: number): boolean {
  return bytes >= BRIEF_FROM_BYTES && (status === 'recording' ? bytes - partsBytes >= PART_CHARACTERS : bytes !== partsBytes);
}

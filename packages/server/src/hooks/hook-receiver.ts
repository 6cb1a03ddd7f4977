import { createIdSource, PlayheadError, type JsonObject, type OversizeData, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { createClock, createProducer, type HarnessAdapter, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { createDroppedSessions, nameOf } from './dropped-sessions.ts';
import { createHookRoom, cwdOf, type HookRoom } from './hook-room.ts';
import type { ShellPiece } from './shell-outputs.ts';

/** What the sender says of a payload. */
export interface Delivery {
  /** When it happened: microseconds since the Unix epoch. Default: now. */
  readonly at?: number;
  /** The sender's name for this payload, the same when it is sent again. */
  readonly delivery?: string;
  /** The payload as it came, for its length and hash should it be over a limit. */
  readonly text?: string;
  /** That the payload is only the beginning of one that is too large to be kept. */
  readonly oversize?: OversizeData;
  /** How it came, such as `http` or `spool`; `module` from inside the agent. */
  readonly transport?: string;
  /** What the agent's environment says of recording. */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether the agent runs on this machine, so that the files its payloads name are here and are its own. Default false. */
  readonly isHere?: boolean;
  /** Whether the sender may remove what was recorded. Default false: it may only have nothing more recorded. */
  readonly mayRemove?: boolean;
  /** The only session that the sender may write to. Default: all. */
  readonly only?: string;
}

/** Stores hook payloads. Those of one harness session in order of arrival, different sessions side by side. */
export interface HookReceiver {
  /**
   * Stores a payload.
   *
   * @returns Whether it is stored. Nothing of a private session is.
   * @throws PlayheadError `invalid_payload` when it names no session, or what the storage reports.
   */
  receive(adapter: HarnessAdapter, payload: JsonObject, delivery?: Delivery): Promise<boolean>;
  /**
   * Stores a piece of what a command printed that the agent runs.
   *
   * @param session - The harness's own name of the session.
   * @param env - What the agent's environment says of recording.
   * @returns Whether it is stored, or never will be. Undefined: the call that runs the command is not known yet.
   */
  print(adapter: HarnessAdapter, session: string, piece: ShellPiece, env?: Delivery['env']): Promise<boolean | undefined>;
  /** Hears that the content of a recording was removed: what its harness still sends is thrown away. */
  dropped(session: SessionInfo): Promise<void>;
  /** Waits for what is being stored. */
  close(): Promise<void>;
}

/** How many harness sessions are remembered at once; others come back from their log. */
const MAX_ROOMS = 256;

/** Makes the receiver of one process. */
export function createHookReceiver(options: {
  storage: SessionStorage;
  recordingOf: (place?: SessionPlace) => SessionRecording;
  /** Hears of what was stored of agents on this machine. Default: nobody. */
  stored?: (adapter: HarnessAdapter, payload: JsonObject) => void;
  /** Hears of what could not be stored of agents on this machine, with what the agent's environment says of recording. Default: nobody. */
  missed?: (adapter: HarnessAdapter, payload: JsonObject, env: Delivery['env']) => void;
  /** Hears that a session of this name is private from now on. Default: nobody. */
  left?: (name: string) => void;
}): HookReceiver {
  const { storage, recordingOf, stored, missed, left } = options;
  const now = createClock();
  const nextId = createIdSource();
  const producers = { hook: createProducer({ via: 'hook', now }), module: createProducer({ via: 'module', now }) };
  const rooms = new Map<string, HookRoom>();
  const dropped = createDroppedSessions(storage, (name) => {
    rooms.delete(name);
    left?.(name);
  });

  function roomOf(adapter: HarnessAdapter, harnessSessionId: string): HookRoom {
    const name = nameOf(adapter.harness, harnessSessionId);
    const room = rooms.get(name) ?? createHookRoom({ storage, recordingOf, adapter, harnessSessionId, producers, nextId });
    rooms.delete(name); // put back as the youngest
    rooms.set(name, room);
    for (const [other, { queue, holding }] of rooms) {
      if (rooms.size <= MAX_ROOMS) break;
      if (queue.size === 0 && !holding() && other !== name) rooms.delete(other);
    }
    return room;
  }

  return {
    async receive(adapter, payload, delivery = {}) {
      const at = delivery.at ?? now();
      const harnessSessionId = adapter.sessionOf(payload);
      if (harnessSessionId === undefined || harnessSessionId === '' || harnessSessionId.length > 512) {
        throw new PlayheadError('invalid_payload', 'A hook payload does not say which session it belongs to, so it was not stored. Check what sends it.');
      }
      const name = nameOf(adapter.harness, harnessSessionId);
      await roomOf(adapter, harnessSessionId).check(delivery.env, delivery.only);
      if (adapter.dropsSession?.(payload) === true) {
        const { env, mayRemove = false } = delivery;
        if (!mayRemove && (await roomOf(adapter, harnessSessionId).leaveOut(payload, at, env))) return false;
        const { record } = recordingOf({ ...cwdOf(adapter, payload, at), ...(env && { env }) });
        await dropped.drop(adapter, harnessSessionId, { waiting: rooms.get(name)?.queue, remember: record });
        return false;
      }
      const room = roomOf(adapter, harnessSessionId);
      const kept = await dropped.run(name, room.queue, () => room.store(payload, at, delivery)).catch((error: unknown) => {
        if (delivery.isHere === true) missed?.(adapter, payload, delivery.env);
        throw error;
      });
      if (kept && delivery.isHere === true) stored?.(adapter, payload);
      return kept;
    },
    async print(adapter, session, piece, env) {
      const room = roomOf(adapter, session);
      let isKnown = true;
      const kept = await dropped.run(nameOf(adapter.harness, session), room.queue, async () => {
        const stored = await room.print(piece, { ...(piece.cwd !== undefined && { cwd: piece.cwd }) }, env);
        isKnown = stored !== undefined;
        return stored === true;
      });
      return isKnown ? kept : undefined;
    },
    dropped: (session) => dropped.dropped(session),
    async close() {
      await Promise.all([...rooms.values()].map((room) => room.close()));
    },
  };
}

import { PlayheadError, type JsonObject, type SessionHeader, type SessionStorage } from '@playhead/protocol';
import { externalise, type HarnessAdapter, type HarnessContext, type Producer, type RecordInput } from '@playhead/recorder';
import { startKey, withDeliveryKeys } from './delivery-keys.ts';
import { restoreRoom, type RoomState } from './restore-room.ts';
import { createSerialQueue, type SerialQueue } from './serial-queue.ts';

/** One harness session on its way into its recording. */
export interface HookRoom {
  /** Everything of this session goes through it. */
  readonly queue: SerialQueue;
  /** Stores one payload; called inside the queue only. */
  store(payload: JsonObject, at: number, delivery: string | undefined): Promise<boolean>;
}

/** What a room needs. */
export interface HookRoomOptions {
  readonly storage: SessionStorage;
  readonly adapter: HarnessAdapter;
  readonly harnessSessionId: string;
  readonly producer: Producer;
  readonly nextId: () => string;
}

/** Makes the room of a harness session. What it knows comes from the log, when the first payload arrives. */
export function createHookRoom(options: HookRoomOptions): HookRoom {
  const { storage, adapter, harnessSessionId, producer, nextId } = options;
  let known: RoomState | undefined;
  let loaded = false;

  async function begin(payload: JsonObject, context: HarnessContext, key: string): Promise<{ room: RoomState; start: RecordInput }> {
    // A server killed between `create` and the first append left an empty recording: it is the one to begin.
    const generation = known === undefined ? 0 : known.started ? known.generation + 1 : known.generation;
    const own = { harness: adapter.harness, harnessSessionId, generation, sessionId: known?.started === false ? known.sessionId : nextId() };
    const header = { ...adapter.headerOf(payload, context), ...own } as SessionHeader; // `Omit` of an open map forgets its named keys
    const { sessionId } = await storage.create(header, { at: context.at });
    const room: RoomState = { sessionId, generation, state: adapter.initialState(), started: true, keys: new Set() };
    // The cast: a header is an open map whose values came from JSON.
    return { room, start: { type: 'session_start', key, at: context.at, data: { ...header, sessionId } as unknown as JsonObject } };
  }

  async function encode(sessionId: string, inputs: readonly RecordInput[], at: number): Promise<readonly string[]> {
    const lines: string[] = [];
    for (const input of inputs) {
      const { data, oversize } = await externalise(sessionId, input.data, storage.blobs);
      const { call, turn, agent } = input;
      const place = { at: input.at ?? at, ...(call !== undefined && { call }), ...(turn !== undefined && { turn }), ...(agent !== undefined && { agent }) };
      lines.push(producer.produce({ ...input, ...place, data }).line);
      for (const { what, bytes } of oversize) lines.push(producer.produce({ ...place, type: 'oversize', data: { what, bytes } }).line);
    }
    return lines;
  }

  async function storeOnce(payload: JsonObject, at: number, delivery: string | undefined): Promise<boolean> {
    if (!loaded) {
      known = await restoreRoom(storage, adapter, harnessSessionId);
      loaded = true;
    }
    const context: HarnessContext = { at, evidence: await adapter.gather(payload) };
    const startedByThis = delivery !== undefined && known?.keys.has(startKey(delivery)) === true;
    const begins = !known?.started || (!startedByThis && adapter.beginsSession(payload, known.state));
    const begun = begins ? await begin(payload, context, startKey(delivery)) : undefined;
    const room = begun?.room ?? known;
    if (!room) return false;
    const { state, records } = adapter.reduce(room.state ?? adapter.initialState(), payload, context);
    const own = withDeliveryKeys(records, delivery);
    const end: RecordInput[] = own.some(({ type }) => type === 'session_stop') ? [{ type: 'session_status', key: 'session:completed', data: { status: 'completed' } }] : [];
    const started = begun ? [begun.start] : [];
    const fresh = [...started, ...own, ...end].filter(({ key }) => key === undefined || !room.keys.has(key));
    if (fresh.length > 0) await storage.append(room.sessionId, await encode(room.sessionId, fresh, at));
    for (const { key } of fresh) if (key !== undefined) room.keys.add(key);
    known = { ...room, state };
    return true;
  }

  return {
    queue: createSerialQueue(),
    async store(payload, at, delivery) {
      try {
        return await storeOnce(payload, at, delivery);
      } catch (error) {
        loaded = false; // what was stored is no longer certain: the log says it when the next payload arrives
        known = undefined;
        throw error instanceof PlayheadError ? error : new PlayheadError('internal', 'A hook payload could not be reduced to records, so it was not stored. The log has the cause; send it again.', { cause: error });
      }
    },
  };
}

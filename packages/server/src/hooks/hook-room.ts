import { isPlayheadError, limitFault, PlayheadError, type JsonObject, type OversizeData, type SessionHeader, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { digestOf, encodeRecords, type HarnessAdapter, type HarnessContext, type Producer, type RecordGuard, type RecordInput, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { checkSession } from '../access/own-session.ts';
import { withoutPlace } from '../history/told-place.ts';
import { startKey, withDeliveryKeys } from './delivery-keys.ts';
import type { Delivery } from './hook-receiver.ts';
import { restoreRoom, type RoomState } from './restore-room.ts';
import { createSerialQueue, type SerialQueue } from './serial-queue.ts';
import { createShellOutputs, type ShellPiece } from './shell-outputs.ts';

/** One harness session on its way into its recording. */
export interface HookRoom {
  /** Everything of this session goes through it. */
  readonly queue: SerialQueue;
  /** Stores one payload; called inside the queue only. */
  store(payload: JsonObject, at: number, delivery: Omit<Delivery, 'at'>): Promise<boolean>;
  /**
   * Stores what a command of the session printed; called inside the queue only.
   *
   * @returns Whether it is stored, or never will be. Undefined: the call is not known yet.
   */
  print(piece: ShellPiece, payload: JsonObject, env: Delivery['env']): Promise<boolean | undefined>;
  /**
   * Keeps what is stored and stores nothing more, for who may not remove it.
   *
   * @returns Whether there was anything to keep.
   */
  leaveOut(payload: JsonObject, at: number, env: Delivery['env']): Promise<boolean>;
  /**
   * Whether a sender who may write to one session only reaches this one.
   *
   * @param only - Undefined for one who may write to all.
   * @throws PlayheadError `forbidden`.
   */
  check(env: Delivery['env'], only: string | undefined): Promise<void>;
  /** Whether the end of a stream still waits to be written, or a command prints. */
  holding(): boolean;
  /** Writes what was held back, and waits for all that is being stored. */
  close(): Promise<void>;
}

/** What a room needs. */
export interface HookRoomOptions {
  readonly storage: SessionStorage;
  /** How a session is recorded, by where it runs. */
  readonly recordingOf: (place?: SessionPlace) => SessionRecording;
  readonly adapter: HarnessAdapter;
  readonly harnessSessionId: string;
  /** Who tells: hooks, or a module inside the agent. */
  readonly producers: Readonly<Record<'hook' | 'module', Producer>>;
  readonly nextId: () => string;
}

/** The key of what says that nothing more of a session is stored. */
const LEFT_OUT = 'session:left-out';
const LEFT_OUT_REASON = 'the session was made private by a sender who may only add: what follows is not recorded, and what stands here stays until somebody with an admin token removes it';

/** The key of what says that a harness session is told in a session that somebody else began. */
const JOINED = 'session:joined';

/** How long the end of a stream waits for what follows it. */
const HOLD_MS = 250;

/** Makes the room of a harness session. What it knows comes from the log, when the first payload arrives. */
export function createHookRoom(options: HookRoomOptions): HookRoom {
  const { storage, recordingOf, adapter, harnessSessionId, producers, nextId } = options;
  const shells = createShellOutputs({ storage, adapter });
  let producer = producers.hook;
  const queue = createSerialQueue();
  let known: RoomState | undefined;
  let guard: RecordGuard | undefined;
  let startedIn: string | undefined; // also of a session that is not recorded: it is not once its agent goes elsewhere
  let policy: string | undefined; // that of what is recorded already
  let joinable: SessionInfo | undefined;
  let loaded = false;
  let lost = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** The harness runs in a session that a launcher began, such as that of a recorded terminal: what it tells goes there. */
  function join(told: Omit<SessionHeader, 'sessionId'>, { sessionId }: SessionInfo, at: number): { room: RoomState; start: RecordInput } {
    const { name: _name, workspaceName: _workspace, cwd: _cwd, ...rest } = told; // these are the launcher's
    joinable = undefined;
    // The cast: a header is an open map whose values came from JSON.
    const data = { ...rest, harness: adapter.harness, harnessSessionId } as unknown as JsonObject;
    return { room: { sessionId, generation: 0, state: adapter.initialState(), started: true, keys: new Set() }, start: { type: 'session_update', key: JOINED, at, data } };
  }

  async function begin(payload: JsonObject, context: HarnessContext, { key, guarding, isHere }: { key: string; guarding: RecordGuard; isHere: boolean }): Promise<{ room: RoomState; start: RecordInput }> {
    // A server killed between `create` and the first append left an empty recording: it is the one to begin.
    const generation = known === undefined ? 0 : known.started ? known.generation + 1 : known.generation;
    const own = { harness: adapter.harness, harnessSessionId, generation, sessionId: known?.started === false ? known.sessionId : nextId(), ...(known?.started === true && { resumeOf: known.sessionId }) };
    const told = adapter.headerOf(payload, context);
    const safe = guarding.header(isHere ? told : withoutPlace(told));
    if (joinable) return join(safe, joinable, context.at);
    const header = { ...safe, ...own } as SessionHeader; // `Omit` of an open map forgets its named keys
    const { sessionId } = await storage.create(header, { at: context.at });
    const room: RoomState = { sessionId, generation, state: adapter.initialState(), started: true, keys: new Set() };
    // The cast: a header is an open map whose values came from JSON.
    return { room, start: { type: 'session_start', key, at: context.at, data: { ...header, sessionId } as unknown as JsonObject } };
  }

  /** What was held back when a write failed is gone with the guard that held it: the recording says so. */
  function gapOf(): readonly RecordInput[] {
    return lost ? [{ type: 'recorder_gap', data: { count: 1, what: 'text', reason: 'the end of a text was held back for redaction when the storage failed' } }] : [];
  }

  async function releaseHeld(held: 'due' | 'all'): Promise<void> {
    if (!known || !guard) return;
    const lines = await encodeRecords([], { storage, sessionId: known.sessionId, producer, guard }, { held });
    if (lines.length > 0) await storage.append(known.sessionId, lines, { encoded: true });
  }

  function releaseLater(): void {
    if (!guard?.holding || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      queue.run(() => releaseHeld('due')).catch(() => { lost = true; });
    }, HOLD_MS);
  }

  /** Asked for each payload: an agent goes from directory to directory, and settings are made while it works. */
  async function guardFor(payload: JsonObject, at: number, env: Delivery['env']): Promise<RecordGuard | undefined> {
    const { cwd } = cwdOf(adapter, payload, at);
    const before = known && !guard ? await storage.get(known.sessionId) : undefined;
    startedIn ??= before?.cwd ?? cwd;
    policy ??= before?.redaction?.policy;
    const recording = recordingOf({ ...(cwd !== undefined && { cwd }), ...(startedIn !== undefined && { startedIn }), ...(policy !== undefined && { policy }), ...(env && { env }) });
    if (!recording.record) return undefined;
    const next = await recording.guard();
    if (guard && next.redaction?.digest === guard.redaction?.digest) return guard;
    if (guard) await releaseHeld('all');
    guard = next;
    policy ??= guard.redaction?.policy;
    return guard;
  }

  async function load(env: Delivery['env']): Promise<void> {
    if (loaded) return;
    known = await restoreRoom(storage, adapter, harnessSessionId);
    const wanted = env?.['PLAYHEAD_SESSION_ID'];
    const found = known || wanted === undefined ? undefined : await storage.get(wanted);
    joinable = found?.status === 'recording' && found.harnessSessionId === undefined ? found : undefined; // one harness session each
    policy ??= joinable?.redaction?.policy;
    loaded = true;
  }

  async function storeOnce(payload: JsonObject, at: number, { delivery, env, only, ...sent }: Omit<Delivery, 'at'>): Promise<boolean> {
    await load(env);
    if (known?.keys.has(LEFT_OUT)) return false;
    const guarding = await guardFor(payload, at, env);
    if (!guarding) return false;
    producer = sent.transport === 'module' ? producers.module : producers.hook;
    const oversize = sent.oversize ?? (await oversizeOf(payload, sent.text, guarding));
    const context: HarnessContext = { at, evidence: oversize || sent.isHere !== true ? {} : await adapter.gather(payload), ...(sent.transport !== undefined && { transport: sent.transport }) };
    const startedByThis = delivery !== undefined && known?.keys.has(startKey(delivery)) === true;
    const begins = !known?.started || (!startedByThis && adapter.beginsSession(payload, known.state));
    if (begins) checkSession(only, joinable?.sessionId); // a new recording would be another session
    const begun = begins ? await begin(payload, context, { key: startKey(delivery), guarding, isHere: sent.isHere === true }) : undefined;
    const room = begun?.room ?? known;
    if (!room) return false;
    const before = room.state ?? adapter.initialState();
    const { state, records } = oversize ? { state: before, records: [{ type: 'oversize', data: { ...oversize } }] } : adapter.reduce(before, payload, context);
    const isJoined = begun?.start.key === JOINED || room.keys.has(JOINED);
    const own = withDeliveryKeys(records.filter(({ type }) => !isJoined || type !== 'session_stop').map(asEnd), delivery); // whoever began it ends it
    const end: RecordInput[] = own.some(({ type }) => type === 'session_stop') ? [{ type: 'session_status', key: 'session:completed', data: { status: 'completed' } }] : [];
    const started = begun ? [begun.start] : [];
    const fresh = [...started, ...own, ...end].filter(({ key }) => key === undefined || !room.keys.has(key));
    const placed = [...gapOf(), ...fresh].map((input) => ({ ...input, at: input.at ?? at }));
    const held = end.length > 0 ? { held: 'all' as const } : {};
    if (placed.length > 0) await storage.append(room.sessionId, await encodeRecords(placed, { storage, sessionId: room.sessionId, producer, guard: guarding }, held), { encoded: true });
    lost = false;
    for (const { key } of fresh) if (key !== undefined) room.keys.add(key);
    known = { ...room, state };
    releaseLater();
    return true;
  }

  return {
    queue,
    async store(payload, at, delivery) {
      try {
        return await storeOnce(payload, at, delivery);
      } catch (error) {
        loaded = false; // what was stored is no longer certain: the log says it when the next payload arrives
        known = undefined;
        lost ||= guard?.holding === true;
        guard = undefined;
        throw isPlayheadError(error) ? error : new PlayheadError('internal', 'A hook payload could not be reduced to records, so it was not stored. The log has the cause; send it again.', { cause: error });
      }
    },
    async print(piece, payload, env) {
      await load(env);
      if (!known?.started) return undefined;
      if (known.keys.has(LEFT_OUT)) return false;
      const before = guard;
      const guarding = await guardFor(payload, piece.at, env);
      return guarding ? shells.write(piece, known, guarding, guarding !== before) : false;
    },
    leaveOut: (payload, at, env) => queue.run(async () => {
      await load(env);
      const guarding = known?.started === true ? await guardFor(payload, at, env) : undefined;
      if (!known || !guarding) return false;
      if (known.keys.has(LEFT_OUT)) return true;
      const gap: RecordInput = { type: 'recorder_gap', key: LEFT_OUT, at, data: { count: 1, what: 'events', reason: LEFT_OUT_REASON } };
      await storage.append(known.sessionId, await encodeRecords([gap], { storage, sessionId: known.sessionId, producer, guard: guarding }, { held: 'all' }), { encoded: true });
      known.keys.add(LEFT_OUT);
      return true;
    }),
    async check(env, only) {
      if (only === undefined) return;
      await queue.run(async () => {
        await load(env);
        checkSession(only, (known ?? joinable)?.sessionId);
      });
    },
    holding: () => timer !== undefined || shells.size > 0,
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await queue.run(() => releaseHeld('all')).catch(() => undefined); // the storage failed, which its own calls told
      await queue.idle();
    },
  };
}

/** The end of a session has one key, whoever tells of it: of a hook and an agent that stop at once a reader keeps the first. */
function asEnd(record: RecordInput): RecordInput {
  return record.type === 'session_stop' ? { ...record, key: 'session:stop' } : record;
}

/** What is told of a payload that stands deeper or has more keys than may be recorded; undefined for any other. */
async function oversizeOf(payload: JsonObject, text: string | undefined, { limits }: RecordGuard): Promise<OversizeData | undefined> {
  const fault = limitFault(payload, limits);
  if (!fault) return undefined;
  const what = fault === 'depth' ? `hook payload, nested deeper than ${limits.depth}` : `hook payload, more than ${limits.keys} keys`;
  const digest = text === undefined ? undefined : await digestOf(text);
  return { what, bytes: text === undefined ? 0 : new TextEncoder().encode(text).length, ...(digest !== undefined && { digest }) };
}

/** The directory that a payload's session works in, where a payload within no limits yet lets it be known. */
export function cwdOf(adapter: HarnessAdapter, payload: JsonObject, at: number): Pick<SessionPlace, 'cwd'> {
  try {
    const { cwd } = adapter.headerOf(payload, { at, evidence: {} });
    return typeof cwd === 'string' ? { cwd } : {};
  } catch {
    return {};
  }
}

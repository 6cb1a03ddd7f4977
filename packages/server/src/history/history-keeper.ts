import { createIdSource, type SessionHeader, type JsonObject, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { createProducer, encodeRecords, type HarnessAdapter, type HarnessHistory, type HistoryMemory, type HistoryReader, type HistoryRecord, type HistorySession, type HistoryStep, type RecordGuard, type RecordInput, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { clearedFrom } from './cleared-from.ts';
import { markComplete } from './history-mark.ts';
import { keepStamp, stampOf } from './history-stamp.ts';

/** Where histories go. */
export interface HistoryTarget {
  readonly storage: SessionStorage;
  /** How a session is recorded, by where it runs. */
  readonly recordingOf: (place?: SessionPlace) => SessionRecording;
  readonly adapter: Pick<HarnessAdapter, 'harness'> & { readonly history: HarnessHistory };
  /** The version of the program that reads. Another one reads again what did not change. Default: none. */
  readonly version?: string;
}

/** What became of the lines of a session's own files. Every line is one of these. */
export interface HistoryLines {
  /** They told something new. */
  readonly imported: number;
  /** All they told was known, or they are copies of lines of the session that this one is a fork of. */
  readonly duplicate: number;
  /** They tell nothing of what happened. */
  readonly bookkeeping: number;
  /** Something of them could not be read; what could be is kept. */
  readonly damaged: number;
}

/** What {@link HistoryKeeper.run} did. */
export interface HistoryReport {
  /** The recordings that hold the session, oldest first; empty where nothing is recorded. */
  readonly sessionIds: readonly string[];
  readonly created: boolean;
  /** How many records were added. */
  readonly records: number;
  readonly lines: HistoryLines;
  /** What was wrong with damaged lines, for people: the first hundred. */
  readonly damage: readonly string[];
  /** That its files are as they were when they were read before, so they were not read again. */
  readonly unchanged?: true;
  /** Why nothing was imported: somebody opted out, the session was made private, or its files hold no conversation. */
  readonly skipped?: 'opted_out' | 'private' | 'empty';
}

/** Options of {@link HistoryKeeper.run}. */
export interface HistoryRunOptions {
  readonly signal?: AbortSignal;
  /** Hears how many bytes of the files were read since the last call. */
  readonly onProgress?: (bytes: number) => void;
  /** Whether a session nobody recorded is made. Default false. */
  readonly create?: boolean;
  /** Whether a session that has been silent for 30 minutes is brought to its end. Default false. */
  readonly finish?: boolean;
  /** Called every few milliseconds of work: it goes on once this resolves. Default: it does not stop. */
  readonly quiet?: () => Promise<void>;
}

/** Brings one session of a harness's own files into its recordings, and again when there is more. */
export interface HistoryKeeper {
  /** @throws PlayheadError whatever the storage reports; `AbortError` when told to stop. What was added until then stays, and the next run goes on. */
  run(options?: HistoryRunOptions): Promise<HistoryReport>;
}

/** A recording, and what is known of it. */
interface Room {
  readonly sessionId: string;
  startedAt: number;
  readonly memory: HistoryMemory;
  readonly guard: RecordGuard;
  cursor: string;
  /** When it ended. */
  stoppedAt: number | undefined;
}

const MOST_RECORDS = 200;
const MOST_BYTES = 1024 * 1024;
/** What is converted, redacted and written within a few milliseconds. */
const POLITE_BYTES = 16 * 1024;
const POLITE_RECORDS = 16;
const MOST_DAMAGE = 100;
const SILENT_US = 30 * 60 * 1_000_000;
/** A row is written a little before its hook arrives. */
const SLACK_US = 2_000_000;

/** Makes the keeper of one session. */
export function createHistoryKeeper(session: HistorySession, target: HistoryTarget): HistoryKeeper {
  const { storage, recordingOf, adapter } = target;
  const { harness, history } = adapter;
  const { harnessSessionId } = session;
  const producer = createProducer({ via: history.via ?? 'transcript' });
  const nextId = createIdSource();
  const rooms = new Map<string, Room>();
  const turns = new Map<string, string>(); // the recording in which a turn began
  let reader: HistoryReader | undefined;
  let ahead: HistoryStep | undefined; // what begins a turn of a recording that is still to come

  async function recordings(id: string): Promise<readonly SessionInfo[]> {
    const { sessions } = await storage.list({ harness, harnessSessionId: id, limit: 1000 });
    return [...sessions].sort((a, b) => (a.generation ?? 0) - (b.generation ?? 0));
  }

  async function guardOf(opened: HistoryReader, info: SessionInfo | undefined): Promise<RecordGuard | undefined> {
    const { cwd } = opened.header;
    const policy = info?.redaction?.policy;
    const recording = recordingOf({ ...(typeof cwd === 'string' && { cwd }), ...(policy !== undefined && { policy }) });
    return recording.record ? standingAlone(await recording.guard()) : undefined;
  }

  async function roomOf(info: SessionInfo, guard: RecordGuard): Promise<Room> {
    const room = rooms.get(info.sessionId) ?? { sessionId: info.sessionId, startedAt: info.startedAt, memory: history.remember(), guard, cursor: '', stoppedAt: undefined };
    rooms.set(info.sessionId, room);
    for await (const { records, next } of storage.read(info.sessionId, { from: room.cursor })) {
      for (const { record } of records) {
        room.memory.take(record);
        if (record.type === 'prompt' && record.turn !== undefined && !turns.has(record.turn)) turns.set(record.turn, room.sessionId);
        if (record.type === 'session_stop') room.stoppedAt ??= record.at;
        if (record.type === 'session_start') room.startedAt = record.at; // records from before it may have been added since
      }
      room.cursor = next;
    }
    return room;
  }

  /** Hooks do not say which session a fork is one of. */
  async function link(opened: HistoryReader, room: Room, info: SessionInfo | undefined): Promise<void> {
    if (opened.forkOf === undefined || info?.forkOf !== undefined) return;
    const parent = (await recordings(opened.forkOf)).at(-1)?.sessionId;
    const record: HistoryRecord = { type: 'session_update', key: 'history:fork', data: { forkOf: parent ?? '' }, at: room.startedAt };
    if (parent === undefined || !room.memory.lets(record)) return;
    await append(room, [record]);
    room.memory.take({ ...record, via: 'transcript' });
  }

  /** Hooks say that a session was cleared, and not which. */
  async function linkCleared(room: Room, info: SessionInfo): Promise<void> {
    const before = await clearedFrom(storage, info);
    const record: HistoryRecord = { type: 'session_update', key: 'history:clear', data: { clearedFrom: before ?? '' }, at: room.startedAt };
    if (before === undefined || !room.memory.lets(record)) return;
    await append(room, [record]);
    room.memory.take({ ...record, via: 'transcript' });
  }

  async function begin(opened: HistoryReader, guard: RecordGuard): Promise<Room> {
    const parent = opened.forkOf === undefined ? undefined : (await recordings(opened.forkOf)).at(-1)?.sessionId;
    const links = parent === undefined ? {} : { forkOf: parent };
    // The cast: `Omit` of an open map forgets its named keys.
    const header = { ...guard.header(opened.header), ...links, harness, harnessSessionId, generation: 0, sessionId: nextId() } as SessionHeader;
    const { sessionId } = await storage.create(header, { at: opened.startedAt });
    const room: Room = { sessionId, startedAt: opened.startedAt, memory: history.remember(), guard, cursor: '', stoppedAt: undefined };
    // The cast: a header is an open map whose values came from JSON.
    const start: RecordInput = { type: 'session_start', key: 'session:start', at: opened.startedAt, data: { ...header, sessionId } as unknown as JsonObject };
    await append(room, [start]);
    room.memory.take({ ...start, via: 'transcript' });
    rooms.set(sessionId, room);
    return room;
  }

  async function append(room: Room, records: readonly RecordInput[]): Promise<void> {
    const { sessionId, guard } = room;
    await storage.append(sessionId, await encodeRecords(records, { storage, sessionId, producer, guard }, { held: 'all' }), { encoded: true });
  }

  /** Whether somebody resumed a session that has ended, and the hook that begins its next recording is on its way. */
  function isAhead({ records }: HistoryStep, last: Room | undefined, { create = false, finish = false }: HistoryRunOptions): boolean {
    const stoppedAt = last?.stoppedAt;
    if (stoppedAt === undefined || create) return false;
    return records.some(({ type, agent, turn, at }) => type === 'prompt' && agent === undefined && turn !== undefined && !turns.has(turn) && at > stoppedAt && !(finish && isLongAgo(at)));
  }

  /** What was read, up to what belongs to a recording still to come: that is read on when it is there. */
  async function* steps(last: Room | undefined, options: HistoryRunOptions): AsyncGenerator<HistoryStep, void, void> {
    const held = ahead;
    ahead = held && isAhead(held, last, options) ? held : undefined;
    if (ahead) return;
    if (held) yield held;
    for await (const step of reader?.read(options.signal) ?? []) {
      if (isAhead(step, last, options)) {
        ahead = step;
        return;
      }
      yield step;
    }
  }

  async function write(all: readonly Room[], options: HistoryRunOptions): Promise<Pick<HistoryReport, 'records' | 'lines' | 'damage'>> {
    const lines = { imported: 0, duplicate: 0, bookkeeping: 0, damaged: 0 };
    const damage: string[] = [];
    const pending = new Map<Room, HistoryRecord[]>();
    let records = 0;
    let held = { records: 0, bytes: 0 };
    const most = options.quiet ? { records: POLITE_RECORDS, bytes: POLITE_BYTES } : { records: MOST_RECORDS, bytes: MOST_BYTES };
    let waiting = 0; // lines whose records come with a later one
    const flush = async (): Promise<void> => {
      for (const [room, inputs] of pending) await append(room, inputs);
      await options.quiet?.();
      pending.clear();
      held = { records: 0, bytes: 0 };
    };
    const take = (told: readonly HistoryRecord[]): number => {
      let added = 0;
      for (const record of told) {
        const began = record.turn === undefined ? undefined : turns.get(record.turn);
        const room = all.find(({ sessionId }) => sessionId === began) ?? placeOf(all, record.at);
        if (!room?.memory.lets(record)) continue;
        const { corrects: _corrects, ...input } = record;
        room.memory.take({ ...input, via: 'transcript' }); // at once: the same fact may stand in the file twice
        const inputs = pending.get(room) ?? [];
        inputs.push(input);
        pending.set(room, inputs);
        added += 1;
      }
      records += added;
      held.records += added;
      return added;
    };
    for await (const step of steps(all.at(-1), options)) {
      options.signal?.throwIfAborted();
      const added = take(step.records);
      if (step.kind !== 'facts') lines[step.kind] += step.lines;
      else if (step.records.length === 0) waiting += step.lines;
      else {
        lines[added > 0 ? 'imported' : 'duplicate'] += step.lines + waiting;
        waiting = 0;
      }
      if (step.damage !== undefined && damage.length < MOST_DAMAGE) damage.push(step.damage);
      options.onProgress?.(step.bytes);
      held.bytes += step.bytes;
      if (held.records >= most.records || held.bytes >= most.bytes) await flush();
    }
    lines.bookkeeping += waiting;
    const last = all.at(-1);
    if (options.finish === true && reader && last && last.stoppedAt === undefined && isLongAgo(reader.lastAt)) {
      const at = Math.max(reader.lastAt, last.startedAt); // a recording in which nothing was said ends as well
      take([...reader.finish().map((record) => (record.type === 'session_stop' ? { ...record, at } : record)), { type: 'session_status', key: 'session:completed', data: { status: 'completed' }, at }]);
      last.stoppedAt = at;
    }
    await flush();
    return { records, lines, damage };
  }

  return {
    async run(options = {}) {
      const nothing = { sessionIds: [], created: false, records: 0, lines: { imported: 0, duplicate: 0, bookkeeping: 0, damaged: 0 }, damage: [] };
      const stamp = await stampOf(session, target); // before it is read: what is written meanwhile is read next time
      reader ??= await history.open(session);
      if (!reader) return { ...nothing, skipped: 'empty' };
      const known = await recordings(harnessSessionId);
      if (known.some(({ dropped }) => dropped)) return { ...nothing, skipped: 'private' };
      const guard = await guardOf(reader, known.at(-1));
      if (!guard) return { ...nothing, skipped: 'opted_out' };
      if (options.create === true && known.length === 0 && (await history.isPrivate?.(session, options.signal)) === true) return { ...nothing, skipped: 'private' };
      const all: Room[] = [];
      for (const info of known) all.push(await roomOf(info, guard));
      if (all[0]) await link(reader, all[0], known[0]);
      if (all[0] && known[0]) await linkCleared(all[0], known[0]);
      const created = all.length === 0 && options.create === true;
      if (created) all.push(await begin(reader, guard));
      if (all.length === 0) return { ...nothing, skipped: 'empty' };
      const written = await write(all, options);
      for (const { stoppedAt, sessionId } of all) if (stoppedAt !== undefined && !ahead) await markComplete(storage, sessionId);
      const sessionIds = all.map(({ sessionId }) => sessionId);
      if (!ahead && all.every(({ stoppedAt }) => stoppedAt !== undefined)) await keepStamp(stamp, sessionIds, target);
      return { sessionIds, created, ...written };
    },
  };
}

/** The recording that ran at a time; what was before all of them belongs to the first. */
function placeOf(rooms: readonly Room[], at: number): Room | undefined {
  return rooms.findLast(({ startedAt }) => startedAt - SLACK_US <= at) ?? rooms[0];
}

/** Whether it was more than half an hour ago. A clock that was wrong does not keep a session open. */
function isLongAgo(at: number): boolean {
  return Math.abs(Date.now() * 1000 - at) > SILENT_US;
}

/** Rows come whole: nothing of them waits for what follows. */
function standingAlone(guard: RecordGuard): RecordGuard {
  return {
    redaction: guard.redaction, limits: guard.limits,
    header: (header) => guard.header(header),
    record: (record) => guard.whole(record),
    stored: (record, last) => guard.stored(record, last),
    whole: (record) => guard.whole(record),
    get pending() { return guard.pending; },
    get holding() { return guard.holding; },
    take: (held) => guard.take(held),
  };
}

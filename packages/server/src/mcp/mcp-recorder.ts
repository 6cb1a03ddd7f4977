import { createIdSource, type JsonObject, PlayheadError, type SessionHeader, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { createClock, type RecordInput, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { checkSession } from '../access/own-session.ts';
import { newestRecording } from '../hooks/restore-room.ts';
import type { McpCaller } from './caller.ts';
import { digestId } from './digest-id.ts';
import { eventRecords } from './event-check.ts';
import { createMcpRoom, type McpRoom } from './mcp-room.ts';
import { recordKey } from './record-key.ts';
import { createReviewNotes } from './review-note.ts';
import type { EventArguments, MarkerArguments, NoteArguments, ReviewNoteArguments, StartArguments, StatusArguments, StopArguments, ToolAnswer } from './tool-inputs.ts';

/** What the tools do. It adds to sessions, and gives back nothing of what is in them. */
export interface McpRecorder {
  start(input: StartArguments, caller: McpCaller): Promise<ToolAnswer>;
  event(input: EventArguments, caller: McpCaller): Promise<ToolAnswer>;
  note(input: NoteArguments, caller: McpCaller): Promise<ToolAnswer>;
  marker(input: MarkerArguments, caller: McpCaller): Promise<ToolAnswer>;
  /** Leaves a note beside the session, where reviewers have theirs. */
  reviewNote(input: ReviewNoteArguments, caller: McpCaller): Promise<ToolAnswer>;
  status(input: StatusArguments, caller: McpCaller): Promise<ToolAnswer>;
  stop(input: StopArguments, caller: McpCaller): Promise<ToolAnswer>;
  /** Writes what is held back, and waits for all that is being stored. */
  close(): Promise<void>;
}

/** What it needs. */
export interface McpRecorderOptions {
  readonly storage: SessionStorage;
  /** How a session is recorded, by where it runs. */
  readonly recordingOf: (place?: SessionPlace) => SessionRecording;
}

/** How many sessions are remembered at once. */
const MOST_ROOMS = 256;
/** How many sessions that nobody wants recorded are remembered at once. */
const MOST_UNRECORDED = 4096;
/** How often a session whose client is connected is said to be alive. */
const BEAT_MS = 60_000;
/** What an agent cannot say of itself. */
const CAPTURE = { tier: 'mcp', loses: ['what the agent does not tell'] } as const;

/** Makes the recorder behind the tools of one storage. */
export function createMcpRecorder({ storage, recordingOf }: McpRecorderOptions): McpRecorder {
  const now = createClock();
  const nextId = createIdSource();
  const noteOf = createReviewNotes();
  const rooms = new Map<string, McpRoom>();
  const unrecorded = new Set<string>();
  let current: string | undefined;
  let starting: Promise<unknown> | undefined;
  let beats: ReturnType<typeof setInterval> | undefined;

  function roomOf(sessionId: string): McpRoom {
    const room = rooms.get(sessionId) ?? createMcpRoom({ storage, recordingOf, sessionId });
    rooms.delete(sessionId); // put back as the youngest
    rooms.set(sessionId, room);
    for (const [other, { busy }] of rooms) {
      if (rooms.size <= MOST_ROOMS) break;
      if (!busy && other !== sessionId) rooms.delete(other);
    }
    return room;
  }

  function remember(sessionId: string, { connected = false }: McpCaller): void {
    if (!connected) return;
    current = sessionId;
    beats ??= setInterval(() => { for (const room of rooms.values()) void room.beat(); }, BEAT_MS);
    if (typeof beats === 'object') beats.unref?.(); // a number in browsers
  }

  async function wanted(sessionId: string | undefined, caller: McpCaller): Promise<string> {
    if (sessionId === undefined) await starting; // a client may send its first events before it has the answer to its start
    const id = sessionId ?? current ?? caller.sessionId;
    checkSession(caller.only, id);
    if (id !== undefined) return id;
    throw new PlayheadError('invalid_session', 'Nothing was recorded: no session is begun on this connection. Call record_start, and pass the sessionId that it gives.');
  }

  async function answer(sessionId: string, status: ToolAnswer['status'], caller: McpCaller, rest: Pick<ToolAnswer, 'duplicate' | 'recorded'> = {}): Promise<ToolAnswer> {
    return { sessionId, status, replayUrl: await caller.replayUrlOf(sessionId), ...rest };
  }

  /** One call about a session, and the answer to it. */
  async function add(input: { readonly sessionId?: string | undefined }, caller: McpCaller, recordsOf: (session: SessionInfo) => readonly RecordInput[], options: { last?: boolean; status?: ToolAnswer['status'] } = {}): Promise<ToolAnswer> {
    const sessionId = await wanted(input.sessionId, caller);
    const { last = false, status } = options;
    const place = placeOf(caller);
    if (unrecorded.has(sessionId) || !recordingOf(place).record) return answer(sessionId, status ?? 'recording', caller, { recorded: false });
    const { session, recorded, duplicate } = await roomOf(sessionId).add(recordsOf, place, { last });
    return answer(sessionId, status ?? session.status, caller, { ...(!recorded && { recorded }), ...(duplicate && !last && { duplicate }) });
  }

  async function reviewNote(input: ReviewNoteArguments, caller: McpCaller): Promise<ToolAnswer> {
    const sessionId = await wanted(input.sessionId, caller);
    const place = placeOf(caller);
    if (unrecorded.has(sessionId) || !recordingOf(place).record) return answer(sessionId, 'recording', caller, { recorded: false });
    const { session, recorded, duplicate } = await roomOf(sessionId).annotate(noteOf(input), place);
    return answer(sessionId, session.status, caller, { ...(!recorded && { recorded }), ...(duplicate && { duplicate }) });
  }

  /** A session that is not kept: its agent is given an id all the same, and goes on as it would. */
  async function leaveOut(sessionId: string | undefined, caller: McpCaller): Promise<ToolAnswer> {
    const id = sessionId ?? nextId();
    if (sessionId === undefined) unrecorded.add(id); // one that others opened is theirs to record
    for (const oldest of unrecorded) {
      if (unrecorded.size <= MOST_UNRECORDED) break;
      unrecorded.delete(oldest);
    }
    remember(id, caller);
    return answer(id, 'recording', caller, { recorded: false });
  }

  async function start({ idempotencyKey, sessionId: asked, cwd, prompt, ...named }: StartArguments, caller: McpCaller): Promise<ToolAnswer> {
    const joined = asked ?? caller.sessionId;
    checkSession(caller.only, joined);
    const place = { ...placeOf(caller), ...(cwd !== undefined && { cwd }) };
    const recording = recordingOf(place);
    if (!recording.record) return leaveOut(joined, caller);
    const { identity, task, client } = caller;
    const header = (await recording.guard()).header({
      ...named, ...(prompt !== undefined && { prompt }), ...(cwd !== undefined && { cwd }), ...(identity && { identity }), ...(task && { task }),
      ...(joined === undefined && (await sameStart(storage, named, idempotencyKey))), capture: CAPTURE, ...(client && { metadata: { mcpClient: client } }),
    });
    const at = now();
    const { sessionId, created } = await storage.create({ ...header, sessionId: joined ?? nextId() }, { at });
    const start: RecordInput = { type: 'session_start', key: 'session:start', at, data: toData({ ...header, sessionId }) };
    const { session, recorded } = await roomOf(sessionId).add(({ events }) => (events === 0 ? [start] : []), place);
    remember(sessionId, caller);
    return answer(sessionId, session.status, caller, { ...(!recorded && { recorded }), ...(!created && joined === undefined && { duplicate: true }) });
  }

  return {
    start(input, caller) {
      const begun = start(input, caller);
      if (caller.connected === true) starting = begun.catch(() => undefined);
      return begun;
    },
    async event(input, caller) {
      const records = eventRecords(input);
      return add(input, caller, () => records);
    },
    note: ({ text, path, line, idempotencyKey, ...input }, caller) => add(input, caller, ({ agentName }) => [{
      type: 'note', ...recordKey(idempotencyKey),
      data: { text, author: { type: 'agent', name: agentName }, ...(path !== undefined && { path }), ...(line !== undefined && { line }) },
    }]),
    marker: ({ kind, title, description, idempotencyKey, ...input }, caller) => add(input, caller, ({ agentName }) => [{
      type: kind, ...recordKey(idempotencyKey),
      data: markerData(kind, title, description, agentName),
    }]),
    reviewNote,
    status: (input, caller) => add(input, caller, () => []),
    stop: (input, caller) => add(input, caller, (session) => stopRecords(input, session), { last: true, status: 'processing' }),
    async close() {
      clearInterval(beats);
      await Promise.all([...rooms.values()].map((room) => room.close()));
    },
  };
}

function placeOf({ startedIn, env }: McpCaller): SessionPlace {
  return { ...(startedIn !== undefined && { startedIn }), ...(env && { env }) };
}

/**
 * What makes a start that is sent again the same: its key becomes the id by which storages let creators meet, for as long as the session goes on.
 * Models choose the same short keys in every conversation, so what they call the session counts too.
 */
async function sameStart(storage: SessionStorage, named: Pick<StartArguments, 'name' | 'harness' | 'agentName' | 'workspaceName'>, idempotencyKey: string | undefined): Promise<Partial<SessionHeader>> {
  if (idempotencyKey === undefined) return {};
  const { name, harness, agentName, workspaceName } = named;
  const harnessSessionId = digestId([idempotencyKey, name, harness, agentName, workspaceName]);
  const newest = await newestRecording(storage, harness, harnessSessionId);
  const over = newest !== undefined && (newest.status !== 'recording' || newest.dropped !== undefined);
  return { harnessSessionId, generation: (newest?.generation ?? 0) + (over ? 1 : 0) };
}

/** A chapter has a title only: what more is said of it is kept beside. */
function markerData(kind: MarkerArguments['kind'], title: string, description: string | undefined, agentName: string): JsonObject {
  if (kind === 'chapter') return { title, ...(description !== undefined && { extra: { description } }) };
  return { title, ...(description !== undefined && { description }), ...(kind === 'needs_review' && { author: { type: 'agent', name: agentName } }) };
}

/** The end of a session, as every recorder writes it: of several stops readers keep the first of each key. */
function stopRecords({ finalOutput, outcome, summary, confidence }: StopArguments, { stoppedAt }: SessionInfo): readonly RecordInput[] {
  const final: RecordInput[] = [];
  if (finalOutput) {
    const { title, content, format = 'markdown' } = finalOutput;
    final.push({ type: 'final_output', key: 'session:final-output', data: { ...(title !== undefined && { title }), content, format } });
  }
  if (stoppedAt !== undefined) return final;
  const said = { ...(outcome !== undefined && { outcome }), ...(summary !== undefined && { summary }), ...(confidence !== undefined && { confidence }) };
  return [...final, { type: 'session_stop', key: 'session:stop', data: said }, { type: 'session_status', key: 'session:completed', data: { status: 'completed' } }];
}

/** A header as record data. */
function toData(header: SessionHeader): JsonObject {
  return header as unknown as JsonObject; // an open map whose values came from JSON
}

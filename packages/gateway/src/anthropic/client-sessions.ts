import { createIdSource, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import type { Recorder, RecordStartOptions } from '@playhead/recorder';
import type { RequestHead } from '../http/exchange.ts';
import type { TappedRecord } from '../http/exchange-codec.ts';
import type { WorkerStart } from '../record/messages.ts';
import type { RecordSink } from '../record/record-sink.ts';
import { idIn } from './exchange-state.ts';
import { findSession, isToldSince, type ToldSoFar } from './find-session.ts';
import { SESSION_HEADER } from './model-headers.ts';

/** The sessions of one client: each request names the one that it belongs to. */
export interface ClientSessions extends RecordSink {
  /** Finds or begins the session that a request names. Settles soon, also where the storage does not answer. */
  prepare(head: RequestHead): Promise<void>;
  /** Whether somebody else tells what is said in it. */
  isToldElsewhere(name: string | undefined): boolean;
}

/** What {@link createClientSessions} needs. */
export interface ClientSessionsOptions {
  readonly recorder: Pick<Recorder, 'recordStart' | 'recordEvent' | 'recordStop'>;
  readonly storage: () => Promise<SessionStorage>;
  /** The header of sessions that begin here; its id is that of the one that no request names, or the one that the first joins. */
  readonly start: Pick<WorkerStart, 'session' | 'ownsSession' | 'first' | 'at' | 'isApart'>;
  /** What headers of sessions that begin here are told later. */
  readonly told?: Promise<readonly TappedRecord[]>;
  readonly onProblem: (message: string) => void;
}

interface Opened extends ToldSoFar {
  /** Undefined for one that is private. */
  sessionId: string | undefined;
  isOwn: boolean;
  ready: Promise<void>;
}

/** How long a request waits for the storage before it is read: milliseconds. */
const PATIENCE_MS = 2000;
/** More than a client has; what names others goes to the last. */
const MOST_SESSIONS = 64;
/** So much may be said before any session is named. */
const MOST_EARLY = 100;
/** The name of the session that no request names. */
const UNNAMED = '';
/** Of Claude Code, which alone names sessions. */
const HARNESS = 'claude-code';

/** Makes the sessions of a client that nothing is known of yet. */
export function createClientSessions({ recorder, storage, start: { session: start, ownsSession, first, at, isApart = false }, told, onProblem }: ClientSessionsOptions): ClientSessions {
  const nextId = createIdSource();
  const opened = new Map<string, Opened>();
  let early: TappedRecord[] = [];
  let canJoin = !ownsSession;
  let isPatient = true;

  /** Undefined where the storage takes its time: then nobody waits for it again. */
  const within = async <Result>(work: (storage: SessionStorage) => Promise<Result>): Promise<Result | undefined> => {
    if (!isPatient) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => {
        isPatient = false;
        resolve(undefined);
      }, PATIENCE_MS);
    });
    try {
      return await Promise.race([storage().then(work), late]);
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  };

  const begin = async (one: Opened, header: WorkerStart['session']): Promise<void> => {
    one.sessionId = header.sessionId; // what is recorded before it is stored waits
    await recorder.recordStart(header).then(({ sessionId }) => { one.sessionId = sessionId; }, ({ message }: Error) => onProblem(message));
  };
  /** The session of the storage that has this name, or a new one. */
  const attach = async (name: string, one: Opened): Promise<void> => {
    const found = name === UNNAMED || isApart ? undefined : await within((opened) => findSession(opened, HARNESS, name));
    if (found?.dropped) return;
    const named = name === UNNAMED ? {} : { harness: HARNESS, agentName: 'Claude Code', ...(isApart ? { metadata: { ...start.metadata, harnessSessionId: name } } : { harnessSessionId: name }) }; // a storage gives the session that it has of an id
    if (found?.status === 'recording') return join(one, found, start);
    if (name === UNNAMED || canJoin) {
      const joined = canJoin;
      canJoin = false;
      one.isOwn = !joined;
      await begin(one, { ...start, ...named });
      const update = name === UNNAMED ? {} : { harness: HARNESS, harnessSessionId: name };
      if (joined) tell(one, { type: 'session_update', data: { ...update, ...captureOf(start, undefined) } });
      return;
    }
    one.isOwn = true;
    await begin(one, { ...start, ...named, sessionId: nextId(), ...(found && { generation: (found.generation ?? 0) + 1, resumeOf: found.sessionId }) });
  };
  const join = async (one: Opened, found: SessionInfo, header: RecordStartOptions): Promise<void> => {
    one.isOwn = false;
    one.cursor = undefined;
    await begin(one, { ...header, sessionId: found.sessionId, harness: found.harness, ...(found.harnessSessionId !== undefined && { harnessSessionId: found.harnessSessionId }), generation: found.generation ?? 0 });
    tell(one, { type: 'session_update', data: captureOf(header, found.capture) });
  };
  const tell = ({ sessionId }: Opened, { session: _session, ...record }: TappedRecord): void => {
    if (sessionId !== undefined) recorder.recordEvent({ sessionId, ...record });
  };
  const open = (name: string): Opened => {
    const known = opened.get(name);
    if (known) return known;
    const one: Opened = { sessionId: undefined, isOwn: false, isTold: false, cursor: undefined, ready: Promise.resolve() };
    opened.set(name, one);
    one.ready = attach(name, one).catch(({ message }: Error) => onProblem(message)).then(() => tell(one, { type: 'harness_event', at, data: first }));
    void told?.then(async (records) => {
      await one.ready;
      if (one.isOwn) for (const record of records) tell(one, record);
    });
    const waiting = early;
    early = [];
    for (const record of waiting) later(one, record);
    return one;
  };
  const later = (one: Opened, record: TappedRecord): void => void one.ready.then(() => tell(one, record));

  /** A client that goes on with a session whose recording ended has a recording anew where somebody else began one. */
  const follow = async (name: string, one: Opened, kept: SessionStorage): Promise<void> => {
    if (one.sessionId === undefined) return;
    const info = await kept.get(one.sessionId);
    if (info?.status === 'recording' || info?.dropped) return;
    const found = await findSession(kept, HARNESS, name);
    if (found?.status === 'recording' && found.sessionId !== one.sessionId) await join(one, found, start);
  };

  return {
    async prepare({ headers }) {
      const name = idIn(headers[SESSION_HEADER]);
      const known = name === undefined ? undefined : opened.get(name);
      if (name === undefined || (!known && opened.size >= MOST_SESSIONS)) return;
      const one = known ?? open(name);
      await one.ready;
      await within(async (kept) => {
        if (known && !isApart) await follow(name, one, kept);
        if (one.sessionId !== undefined && !one.isTold) await isToldSince(kept, one.sessionId, one);
      });
    },
    record(records) {
      for (const record of records) {
        const { session } = record;
        const last = [...opened.values()].at(-1);
        const known = session === undefined ? undefined : opened.get(session);
        if (known) later(known, record);
        else if (session !== undefined && opened.size < MOST_SESSIONS) later(open(session), record);
        else if (last) later(last, record);
        else if (record.type === 'harness_event' && record.data['name'] === 'model_service' && early.length < MOST_EARLY) early.push(record); // it makes no session
        else later(open(UNNAMED), record);
      }
    },
    isToldElsewhere: (name = UNNAMED) => opened.get(name)?.isTold ?? false,
    async stop() {
      for (const { ready } of opened.values()) await ready;
      for (const { sessionId, isOwn } of opened.values()) if (isOwn && sessionId !== undefined) await recorder.recordStop({ sessionId }).catch(({ message }: Error) => onProblem(message));
    },
  };
}

/** What the tap changes for the client stands beside what others say of how the session is captured. */
function captureOf({ capture }: RecordStartOptions, told: SessionInfo['capture']): TappedRecord['data'] {
  const { tier = 'gateway', loses, sideEffects, protection } = { ...capture, ...told, ...(capture?.sideEffects && { sideEffects: capture.sideEffects }) };
  return { capture: { tier, ...(loses && { loses: [...loses] }), ...(sideEffects && { sideEffects: [...sideEffects] }), ...(protection !== undefined && { protection }) } };
}

import { isPlayheadError, LOG_END, OWNER_TYPES, PlayheadError, type Damage, type SessionHeader, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { sessionNotFound } from '../common/failures.ts';
import { headerOfInfo } from '../common/session-info.ts';
import { dropThere } from './drop-there.ts';
import { lineBatches } from './line-batches.ts';
import { mayNotRead, mendRewritten } from './mend-rewritten.ts';
import { createBlobSender, sendLines, type SendRoute } from './send-lines.ts';
import { createUploadStates, type UploadState, type UploadStates } from './upload-state.ts';
import { refuseAborted, untilAborted } from './until-aborted.ts';

/** What {@link uploadSession} says while it is at work. */
export interface UploadProgress {
  readonly sessionId: string;
  /** Records that were acknowledged by this call so far. */
  readonly records: number;
  /** Their bytes. */
  readonly bytes: number;
  /** How many bytes of the log still wait, about. */
  readonly waitingBytes: number;
}

/** How {@link uploadSession} carries a session. */
export interface UploadSessionOptions {
  /** Where the session is. */
  readonly local: SessionStorage;
  /** Where it goes. */
  readonly remote: SessionStorage;
  /** Called after each batch that was acknowledged. */
  readonly onProgress?: (progress: UploadProgress) => void;
  /** Ends it; what was acknowledged stays so. */
  readonly signal?: AbortSignal;
}

/** What became of a session that was carried to another storage. */
export interface UploadedSession {
  readonly sessionId: string;
  /** Its id there: another one only where the harness's session was there under that id already. */
  readonly target: string;
  /** `sent` something was, `complete` everything was there already, `dropped` the session was made private here, and is there now too. */
  readonly status: 'sent' | 'complete' | 'dropped';
  /** Records sent by this call. */
  readonly records: number;
  /** Their bytes. */
  readonly bytes: number;
  /** What could not be read here, and so was not sent: at most ten stretches. */
  readonly damage: readonly Damage[];
}

/**
 * Carries a session from one storage to another: what is there already is not sent again, and sending it again would do no harm.
 *
 * Large values go before the records that name them, and records in the order of the log. How far it came is noted in the local storage,
 * so that it goes on from there after a crash. Where the local log was rewritten since, the remote one gets its text; where the session was made
 * private, the remote one is too.
 *
 * @throws PlayheadError `session_not_found` when it is not in `local`; `aborted`; whatever the remote storage says, such as `forbidden`,
 *   `session_dropped` or `server_unavailable`.
 *
 * @example
 * ```ts
 * const { records } = await uploadSession(sessionId, { local: fsStorage(), remote: memoryStorage() });
 * ```
 */
export async function uploadSession(sessionId: string, options: UploadSessionOptions): Promise<UploadedSession> {
  return carrySession(sessionId, { ...options, states: createUploadStates(options.local, options.remote), isKnown: () => false });
}

/** What carries a session again and again knows. */
export interface CarryOptions extends UploadSessionOptions {
  readonly states: UploadStates;
  /** Whether the remote storage is known to have the session, so that it need not be asked. */
  readonly isKnown: (target: string) => boolean;
}

/** How many batches are acknowledged before it is noted: after a crash so many are sent again. */
const NOTE_EVERY = 16;
const MOST_DAMAGE = 10;
/** How often the local log may be rewritten, or the remote one deleted, under way. */
const MOST_ROUNDS = 5;

/** {@link uploadSession}, by one who does it again and again. */
export async function carrySession(sessionId: string, options: CarryOptions): Promise<UploadedSession> {
  const { local, signal } = options;
  for (let round = 1; ; round += 1) {
    refuseAborted(signal);
    const info = await local.get(sessionId);
    if (!info) throw sessionNotFound(sessionId, local.name);
    if (info.dropped) {
      await dropThere(info, options);
      return { sessionId, target: sessionId, status: 'dropped', records: 0, bytes: 0, damage: [] };
    }
    const done = await carryOnce(info, options, round > 1);
    if (done) return done;
    if (round >= MOST_ROUNDS) throw new PlayheadError('storage_unavailable', `Session ${sessionId} was changed each time it was sent, so not all of it was. It is sent the next time.`);
  }
}

/** @returns Undefined when it has to be begun anew. */
async function carryOnce(info: SessionInfo, options: CarryOptions, anew: boolean): Promise<UploadedSession | undefined> {
  const { local, remote, states, signal, onProgress } = options;
  const { sessionId } = info;
  const header = headerOfInfo(info);
  const opened = await states.open(sessionId);
  let state = opened.state;
  let target = state?.target ?? sessionId;
  let unverified = state?.unverified ?? false;
  if (anew || !state || !options.isKnown(target)) {
    const made = await untilAborted(remote.create({ ...header, sessionId: target }, { at: info.startedAt }), signal);
    if (made.created || made.sessionId !== target) state = undefined; // it is not there any more, or never was
    target = made.sessionId;
    const isOld = !made.created && (!state || state.unverified); // it may have the text from before a rewrite
    unverified = isOld && !(await mendIfAllowed({ local, remote, sessionId, target, signal }, { ...header, sessionId: target }));
  }
  const before: UploadState = { ...(state ?? { target, cursor: '', events: 0, bytes: 0, annotations: 0 }), unverified };
  const route: SendRoute = { local, remote, sessionId, target, signal };
  const blobs = createBlobSender(route);
  const damage: Damage[] = [];
  let [records, bytes, batches, cursor] = [0, 0, 0, before.cursor];
  const note = (found: Partial<UploadState> = {}): Promise<boolean> => states.put(sessionId, opened.token, { ...before, target, cursor, bytes: before.bytes + bytes, ...found });

  try {
    for await (const batch of lineBatches(local.read(sessionId, { from: before.cursor, to: LOG_END, ...(signal && { signal }) }))) {
      refuseAborted(signal);
      const missing = await blobs.send(batch.records);
      if (damage.length < MOST_DAMAGE) damage.push(...[...batch.damage, ...missing].slice(0, MOST_DAMAGE - damage.length));
      if (batch.records.length > 0) await sendLines(route, batch.records.map(({ line }) => line));
      cursor = batch.next;
      records += batch.records.length;
      bytes += batch.bytes;
      batches += 1;
      if (batches % NOTE_EVERY === 0 && !(await note())) return undefined;
      if (batch.records.length > 0) onProgress?.({ sessionId, records, bytes, waitingBytes: Math.max(0, (info.bytes ?? 0) - before.bytes - bytes) });
    }
    const annotations = await local.annotations(sessionId);
    for (const annotation of annotations.slice(before.annotations)) {
      if (!OWNER_TYPES.includes(annotation.type)) await untilAborted(remote.annotate(target, annotation), signal); // how long it is kept there is said there
    }
    const isSent = records > 0 || annotations.length > before.annotations;
    if (!(await note({ events: info.events, bytes: Math.max(info.bytes ?? 0, 0), annotations: annotations.length }))) return undefined;
    return { sessionId, target, status: isSent ? 'sent' : 'complete', records, bytes, damage };
  } catch (error) {
    const now = await local.get(sessionId);
    if (now?.dropped) return undefined; // made private meanwhile
    if (!isPlayheadError(error, 'session_not_found') || anew || !now) throw error;
    return undefined; // deleted over there meanwhile: it is sent again as a whole
  }
}

/** @returns False where it may not be read: what differs is refused when it is sent. */
async function mendIfAllowed(route: SendRoute, header: SessionHeader): Promise<boolean> {
  try {
    await mendRewritten(route, header);
    return true;
  } catch (error) {
    if (!mayNotRead(error)) throw error;
    return false;
  }
}

import { type Annotation, PlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { createProducer, encodeRecords, type Producer, type RecordGuard, type RecordInput, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { createSerialQueue } from '../hooks/serial-queue.ts';
import { safeAnnotation } from '../routes/annotations.ts';

/** What became of the records of one call. */
export interface StoredCall {
  /** The session as it was before. */
  readonly session: SessionInfo;
  /** False where somebody opted out. */
  readonly recorded: boolean;
  /** Whether there was something to add, and all of it was added before. */
  readonly duplicate: boolean;
}

/** One session on its way into its recording. */
export interface McpRoom {
  /**
   * Adds records, all or none, one call after the other.
   *
   * @param recordsOf - What there is to say, given where the session stands.
   * @param options.last - Whether nothing is held back any more. Default false.
   * @throws PlayheadError `session_not_found`, `session_dropped`, or what the storage reports; then nothing counts as added.
   */
  add(recordsOf: (session: SessionInfo) => readonly RecordInput[], place: SessionPlace, options?: { readonly last?: boolean }): Promise<StoredCall>;
  /**
   * Leaves an annotation beside the session.
   *
   * @throws PlayheadError as `add`, and `usage` where the storage keeps no annotations.
   */
  annotate(annotationOf: (session: SessionInfo) => Annotation, place: SessionPlace): Promise<StoredCall>;
  /** Says that its client is still there. */
  beat(): Promise<void>;
  readonly busy: boolean;
  /** Writes what is held back, and waits for all that is being stored. */
  close(): Promise<void>;
}

/** How long the end of a text waits for what follows it. */
const HOLD_MS = 250;
/** How many keys are remembered; of records with older ones readers keep the first. */
const MOST_KEYS = 10_000;

/** Makes the room of a session. */
export function createMcpRoom(options: { readonly storage: SessionStorage; readonly sessionId: string; readonly recordingOf: (place?: SessionPlace) => SessionRecording }): McpRoom {
  const { storage, sessionId, recordingOf } = options;
  const queue = createSerialQueue();
  const keys = new Set<string>();
  let producer: Producer = createProducer({ via: 'mcp' });
  let guard: RecordGuard | undefined;
  let lost = false;
  let open = true;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function write(inputs: readonly RecordInput[], held?: 'due' | 'all'): Promise<void> {
    if (!guard) return;
    const gap: RecordInput[] = lost ? [{ type: 'recorder_gap', data: { count: 1, what: 'text', reason: 'the end of a text was held back for redaction when the storage failed' } }] : [];
    try {
      const lines = await encodeRecords([...gap, ...inputs], { storage, sessionId, producer, guard }, held === undefined ? {} : { held });
      if (lines.length > 0) await storage.append(sessionId, lines, { encoded: true });
      lost = false;
    } catch (error) {
      lost ||= guard.holding;
      guard = undefined;
      producer = createProducer({ via: 'mcp' }); // the numbers of what failed are not given again: it may be stored in part
      throw error;
    }
    releaseLater();
  }

  function releaseLater(): void {
    if (!guard?.holding || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      queue.run(() => write([], 'due')).catch(() => undefined); // the next write says what was lost
    }, HOLD_MS);
  }

  /** Asked for each call: settings are made while an agent works. */
  async function settle(session: SessionInfo, place: SessionPlace): Promise<boolean> {
    const policy = session.redaction?.policy;
    const { cwd } = session;
    const recording = recordingOf({ ...(cwd !== undefined && { cwd }), ...place, ...(policy !== undefined && { policy }) });
    if (!recording.record) return false;
    const next = await recording.guard();
    if (guard && next.redaction?.digest === guard.redaction?.digest) return true;
    await write([], 'all');
    guard = next;
    return true;
  }

  async function found(): Promise<SessionInfo> {
    const session = await storage.get(sessionId);
    if (!session) throw new PlayheadError('session_not_found', `There is no session ${sessionId} here, so nothing was recorded. Call record_start and pass the sessionId that it gives.`);
    if (session.dropped) throw new PlayheadError('session_dropped', 'This session was made private, so nothing more of it is recorded. Go on without recording.');
    return session;
  }

  return {
    get busy() {
      return queue.size > 0 || timer !== undefined;
    },
    add: (recordsOf, place, { last = false } = {}) => queue.run(async () => {
      const session = await found();
      if (!(await settle(session, place))) return { session, recorded: false, duplicate: false };
      const records = recordsOf(session);
      const fresh = records.filter(({ key }) => key === undefined || !keys.has(key));
      if (fresh.length > 0 || last) await write(fresh, last ? 'all' : undefined);
      for (const { key } of fresh) if (key !== undefined) keys.add(key);
      for (const oldest of keys) {
        if (keys.size <= MOST_KEYS) break;
        keys.delete(oldest);
      }
      open = !last && session.stoppedAt === undefined;
      return { session, recorded: true, duplicate: records.length > 0 && fresh.length === 0 };
    }),
    annotate: (annotationOf, place) => queue.run(async () => {
      const session = await found();
      if (!(await settle(session, place)) || !guard) return { session, recorded: false, duplicate: false };
      const annotation = safeAnnotation(annotationOf(session), guard);
      const duplicate = (await storage.annotations(sessionId)).some(({ id }) => id === annotation.id);
      if (!duplicate) await storage.annotate(sessionId, annotation);
      return { session, recorded: true, duplicate };
    }),
    async beat() {
      if (open) await storage.heartbeat?.(sessionId, producer.id).catch(() => undefined); // the next one comes in a minute
    },
    async close() {
      clearTimeout(timer);
      timer = undefined;
      await queue.run(() => write([], 'all')).catch(() => undefined); // the storage failed, which its own calls told
      await queue.idle();
    },
  };
}

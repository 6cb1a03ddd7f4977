import { APPROVAL_TYPE, isJsonObject, PlayheadError, type Annotation, type JsonObject, type JsonValue, type SessionInfo, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import type { RecordGuard } from '@playhead/recorder';
import { createAnnotator, openSession } from '@playhead/replay-core';
import { safeAnnotation } from './routes/annotations.ts';

/** A message that waits on a connection until somebody decides. */
export interface WaitingApproval {
  readonly sessionId: string;
  readonly approvalId: string;
  /** Of the session. */
  readonly name: string;
  /** Microseconds since the Unix epoch, as `expiresAt`. */
  readonly askedAt: number;
  readonly expiresAt: number;
  readonly tool?: string;
  readonly server?: string;
  readonly rule?: string;
  /** What the rule says of it. */
  readonly message?: string;
  readonly direction?: string;
  /** Who is behind the agent, such as `user:ada@example.com`. */
  readonly identity?: string;
  /** The id of what its work is for. */
  readonly task?: string;
  /** What the tool is called with. */
  readonly input?: JsonValue;
}

/** What somebody says to a message that waits. */
export interface ApprovalDecision {
  readonly decision: 'approved' | 'denied';
  readonly by: string;
  /** Why; the agent is told. */
  readonly message?: string;
}

/** Options of {@link decideApproval}. */
export interface DecideApprovalOptions extends ApprovalDecision {
  readonly sessionId: string;
  readonly approvalId: string;
  /** How the session is to be redacted. */
  readonly guard: RecordGuard;
}

/** So many sessions that are recorded are looked through, the newest first. */
const MOST_SESSIONS = 1000;
const LONGEST_MESSAGE = 2000;
const TYPES = ['permission_request', 'permission_decision'];

/**
 * Lists what waits for a decision, the oldest first.
 *
 * @throws PlayheadError whatever the storage reports.
 *
 * @example
 * ```ts
 * const waiting = await listApprovals(storage);
 * ```
 */
export async function listApprovals(storage: SessionStorage): Promise<readonly WaitingApproval[]> {
  const found: WaitingApproval[] = [];
  let cursor: string | undefined;
  for (let looked = 0; looked < MOST_SESSIONS;) {
    const page = await storage.list({ status: 'recording', limit: 100, ...(cursor !== undefined && { cursor }) });
    for (const session of page.sessions) found.push(...await waitingIn(storage, session));
    looked += page.sessions.length;
    if (page.next === undefined || page.sessions.length === 0) break;
    cursor = page.next;
  }
  return found.toSorted((one, other) => one.askedAt - other.askedAt);
}

/**
 * Decides about a message that waits. To say the same again changes nothing.
 *
 * @throws PlayheadError `not_found` when nothing of this id waits there; `conflict` when somebody decided otherwise; `invalid_payload`.
 *
 * @example
 * ```ts
 * const [{ approvalId } = { approvalId: '' }] = await listApprovals(storage);
 * await decideApproval(storage, { sessionId, approvalId, decision: 'approved', by: 'grace@example.com', guard });
 * ```
 */
export async function decideApproval(storage: SessionStorage, { sessionId, approvalId, decision, by, message, guard }: DecideApprovalOptions): Promise<ApprovalDecision> {
  if (message !== undefined && message.length > LONGEST_MESSAGE) throw new PlayheadError('invalid_payload', `A message has up to ${LONGEST_MESSAGE} characters, so nothing was decided. Shorten it.`);
  const said = await readDecision(storage, sessionId, approvalId);
  if (said) {
    if (said.decision === decision) return said;
    throw new PlayheadError('conflict', `It was ${said.decision} by ${said.by} already, so nothing changed.`);
  }
  const session = await storage.get(sessionId);
  if (!session || !(await waitingIn(storage, session)).some((one) => one.approvalId === approvalId)) throw new PlayheadError('not_found', 'Nothing of this id waits for a decision: it was decided, its time is over, or nobody asked. List what waits.');
  const data: JsonObject = { approvalId, decision, ...(message !== undefined && { message }) };
  await storage.annotate(sessionId, safeAnnotation(createAnnotator()(by, { type: APPROVAL_TYPE, data }), guard));
  return (await readDecision(storage, sessionId, approvalId)) ?? { decision, by }; // of two who decide at once the first counts
}

/**
 * What was decided about a message; undefined while nobody did.
 *
 * @example
 * ```ts
 * const said = await readDecision(storage, sessionId, '01937d1e-7c3a-7000-8000-5f2b6c8d9e11');
 * ```
 */
export async function readDecision(storage: SessionStorage, sessionId: string, approvalId: string): Promise<ApprovalDecision | undefined> {
  const annotations = await storage.annotations(sessionId);
  return annotations.map((annotation) => decisionIn(annotation, approvalId)).find((found) => found !== undefined);
}

function decisionIn({ type, data, author }: Annotation, approvalId: string): ApprovalDecision | undefined {
  const { decision, message } = data;
  if (type !== APPROVAL_TYPE || data['approvalId'] !== approvalId || (decision !== 'approved' && decision !== 'denied')) return undefined;
  return { decision, by: author, ...(typeof message === 'string' && { message }) };
}

async function waitingIn(storage: SessionStorage, { sessionId, name }: SessionInfo): Promise<readonly WaitingApproval[]> {
  const { index } = await openSession(storage, sessionId);
  const chunks = index.chunks.filter(({ types }) => TYPES.some((type) => (types[type] ?? 0) > 0));
  const asked = new Map<string, { readonly record: SessionRecord; readonly input: JsonValue | undefined }>();
  const decided = new Set<string>();
  const inputs = new Map<string, JsonValue>();
  for (const { from, to } of chunks) {
    for await (const { records } of storage.read(sessionId, { from, to })) {
      for (const { record } of records) {
        const { approvalId, input } = record.data;
        if (record.call !== undefined && input !== undefined) inputs.set(toldBy(record), input);
        if (typeof approvalId !== 'string') continue;
        if (record.type !== 'permission_request') decided.add(approvalId);
        else if (!asked.has(approvalId)) asked.set(approvalId, { record, input: inputs.get(toldBy(record)) }); // what comes later is not what is held
      }
    }
  }
  const now = Date.now() * 1000;
  const open = [...asked].filter(([id, { record: { data } }]) => !decided.has(id) && typeof data['expiresAt'] === 'number' && data['expiresAt'] > now);
  if (open.length === 0) return [];
  const annotations = await storage.annotations(sessionId);
  return open.filter(([id]) => !annotations.some((annotation) => decisionIn(annotation, id))).map(([approvalId, { record: { at, data }, input }]) => (
    { sessionId, approvalId, name, askedAt: at, expiresAt: Number(data['expiresAt']), ...textsOf(data), ...(input !== undefined && { input }) }
  ));
}

/** A call as one witness tells it: the agent's own recording may say of the same call that it is called with something else. */
function toldBy({ p, call }: SessionRecord): string {
  return JSON.stringify([p, call]);
}

function textsOf(data: JsonObject): Partial<Record<'tool' | 'server' | 'rule' | 'message' | 'direction' | 'identity' | 'task', string>> {
  return Object.fromEntries(['tool', 'server', 'rule', 'message', 'direction', 'identity', 'task'].flatMap((name) => (typeof data[name] === 'string' ? [[name, data[name]]] : [])));
}

/** What a body says. @throws PlayheadError `invalid_payload`. */
export function decisionOf(body: unknown): Pick<ApprovalDecision, 'decision' | 'message'> & { readonly by?: string } {
  const { decision, by, message, ...others } = isJsonObject(body) ? body : {};
  const isText = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string';
  if ((decision !== 'approved' && decision !== 'denied') || !isText(by) || !isText(message) || Object.keys(others).length > 0) {
    throw new PlayheadError('invalid_payload', 'A decision is {"decision": "approved" or "denied"}, and may have message and by, so nothing was decided. Correct it.');
  }
  return { decision, ...(by !== undefined && by !== '' && { by }), ...(message !== undefined && { message }) };
}

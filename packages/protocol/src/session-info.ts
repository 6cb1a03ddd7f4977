import type { RedactionCount } from './events/redaction.ts';
import { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
import { compareRecords, type SessionRecord } from './record.ts';
import { headerFields } from './session-header.ts';
import { OUTCOMES, type SessionInfo, type SessionStatus } from './session.ts';

const RANK: Readonly<Record<SessionStatus, number>> = { recording: 0, processing: 1, completed: 2, failed: 3 };

/**
 * What is known of a session before its first record.
 *
 * @param sessionId - The session's id.
 */
export function emptySessionInfo(sessionId: string): SessionInfo {
  return {
    sessionId, name: sessionId, harness: 'unknown', agentName: 'unknown', workspaceName: 'unknown',
    status: 'recording', startedAt: 0, updatedAt: 0, events: 0,
  };
}

/**
 * Adds one record to what is known of a session. Pure, and the same for every arrival order:
 * display order decides between records that contradict each other.
 *
 * - Header fields: of several `session_start` the first states a field, an update beats a start,
 *   of several `session_update` the last counts.
 * - `outcome`, `summary`, `confidence`: the first `session_stop` that states one counts.
 * - `status` never goes back, and `failed` outranks `completed`.
 * - A `session_dropped` leaves nothing else: no other record counts, whenever it comes, and of several the first does.
 * - `iterations`: the highest number of an `iteration`.
 * - `terminals`: how many `terminal_command` name a terminal of their own.
 * - `redactions`: what all `redaction` records found, added up.
 *
 * Which record stated what travels with the returned object, not with its JSON: go on folding with
 * what this function returned, or fold the log again. Facts of unknown origin count as older than
 * every record of a start or an update, and as the first word on outcome, summary and confidence.
 *
 * @param info - What was known.
 * @param record - A record not counted yet.
 * @returns What is known now; unknown header keys are kept.
 */
export function foldSessionInfo(info: SessionInfo, record: SessionRecord): SessionInfo {
  if (record.type === 'session_dropped' || info.dropped) return foldDropped(info, record);
  const first = !info.events && !info.startedAt;
  const data = isJsonObject(record.data) ? record.data : {};
  const next: SessionInfo = {
    ...info,
    events: info.events + 1,
    startedAt: first ? record.at : Math.min(info.startedAt, record.at),
    updatedAt: first ? record.at : Math.max(info.updatedAt, record.at),
    ...(record.type === 'session_stop' && { stoppedAt: Math.min(info.stoppedAt ?? record.at, record.at) }),
    ...(record.type === 'iteration' && Number.isSafeInteger(data['index']) && { iterations: Math.max(info.iterations ?? 0, Number(data['index'])) }),
    ...(record.type === 'terminal_command' && isJsonObject(data['pty']) && { terminals: (info.terminals ?? 0) + 1 }),
  };
  return withOrigins({ ...next, ...statusAfter(info, record, data), ...redactionsAfter(info, record, data) }, info, factsOf(record, data), record);
}

/** What is left of a session whose content was removed. */
function foldDropped(info: SessionInfo & WithOrigins, record: SessionRecord): SessionInfo {
  const known = info[origins]?.get('dropped');
  if (record.type !== 'session_dropped' || (info.dropped && !(known && compareOrigins(record, known) < 0))) return info;
  const data = isJsonObject(record.data) ? record.data : {};
  const { reason, by, harness, harnessSessionId, generation } = data;
  const left: SessionInfo = {
    ...emptySessionInfo(info.sessionId),
    ...(typeof harness === 'string' && { harness }),
    ...(typeof harnessSessionId === 'string' && { harnessSessionId }),
    ...(typeof generation === 'number' && { generation }),
    status: 'completed', startedAt: record.at, updatedAt: record.at, events: 1,
    dropped: { reason: typeof reason === 'string' ? reason : 'private', ...(typeof by === 'string' && { by }) },
  };
  return Object.defineProperty(left, origins, { value: new Map([['dropped', originOf(record)]]) });
}

/**
 * What {@link foldSessionInfo} needs to go on in another process: plain JSON, to be kept beside the info's own.
 *
 * @param info - What folding returned.
 */
export function sessionOriginsOf(info: SessionInfo): JsonValue {
  return [...((info as SessionInfo & WithOrigins)[origins] ?? [])].map(([key, { type, at, p, e, n }]) => [key, type, at, p, e, n]);
}

/**
 * Gives an info that went through JSON its origins back, so that folding goes on as if it had never stopped.
 *
 * @param info - The info, parsed from its JSON.
 * @param state - What {@link sessionOriginsOf} gave. What is no such value counts as none.
 */
export function withSessionOrigins(info: SessionInfo, state: JsonValue): SessionInfo {
  const known = new Map<string, Origin>();
  for (const entry of Array.isArray(state) ? state : []) {
    const [key, type, at, p, e, n]: readonly unknown[] = Array.isArray(entry) ? entry : [];
    if (typeof key === 'string' && typeof type === 'string' && typeof at === 'number' && typeof p === 'string' && typeof e === 'number' && typeof n === 'number') known.set(key, { type, at, p, e, n });
  }
  return Object.defineProperty({ ...info }, origins, { value: known });
}

function statusAfter(info: SessionInfo, record: SessionRecord, data: JsonObject): { status?: SessionStatus } {
  const status = record.type === 'session_stop' ? 'processing' : record.type === 'session_status' ? data['status'] : undefined;
  if (typeof status !== 'string' || !Object.hasOwn(RANK, status)) return {};
  const reached = status as SessionStatus; // a key of RANK
  return RANK[reached] > RANK[info.status] ? { status: reached } : {};
}

/** Kinds come from outside: a bounded number of them is told apart. */
const MOST_KINDS = 500;

function redactionsAfter(info: SessionInfo, record: SessionRecord, data: JsonObject): { redactions?: Readonly<Record<string, number>> } {
  const found = record.type === 'redaction' ? data['found'] : undefined;
  if (!Array.isArray(found)) return {};
  const counts = new Map(Object.entries(info.redactions ?? {}));
  for (const { kind, count } of found.filter(isRedactionCount)) {
    if (counts.has(kind) || counts.size < MOST_KINDS) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return counts.size === 0 ? {} : { redactions: Object.fromEntries([...counts].sort()) }; // as texts: no two kinds are the same
}

function isRedactionCount(value: unknown): value is RedactionCount {
  return isJsonObject(value) && typeof value['kind'] === 'string' && value['kind'].length <= 100 && Number.isSafeInteger(value['count']) && Number(value['count']) > 0;
}

/** What a record says of the session that another record can contradict. */
function factsOf(record: SessionRecord, data: JsonObject): readonly (readonly [string, unknown])[] {
  if (record.type === 'session_start' || record.type === 'session_update') return headerFields(data);
  if (record.type !== 'session_stop') return [];
  const { outcome, summary, confidence } = data;
  return [
    ...(OUTCOMES.some((word) => word === outcome) ? [['outcome', outcome] as const] : []),
    ...(typeof summary === 'string' && summary !== '' ? [['summary', summary] as const] : []),
    ...(typeof confidence === 'number' && confidence >= 0 && confidence <= 1 ? [['confidence', confidence] as const] : []),
  ];
}

/** Who stated a field: enough of a record to compare it by. */
type Origin = Pick<SessionRecord, 'type' | 'at' | 'p' | 'e' | 'n'>;

const origins: unique symbol = Symbol('origins');

interface WithOrigins {
  readonly [origins]?: ReadonlyMap<string, Origin>;
}

function withOrigins(next: SessionInfo, info: SessionInfo & WithOrigins, facts: readonly (readonly [string, unknown])[], record: SessionRecord): SessionInfo {
  const known = info[origins];
  if (facts.length === 0) return Object.defineProperty({ ...next }, origins, { value: known });
  const stated = new Map(known);
  const fields: [string, unknown][] = [];
  for (const [key, value] of facts) {
    const origin = known?.get(key);
    if (origin ? !outranks(record, origin) : record.type === 'session_stop' && Object.hasOwn(info, key)) continue;
    stated.set(key, originOf(record));
    fields.push([key, value]);
  }
  // Spreading, not assigning: a key such as `__proto__` stays a key.
  const result: SessionInfo = fields.length > 0 ? { ...next, ...Object.fromEntries(fields) } : { ...next };
  return Object.defineProperty(result, origins, { value: stated }); // not enumerable: neither JSON nor comparison sees it
}

function originOf({ type, at, p, e, n }: SessionRecord): Origin {
  return { type, at, p, e, n };
}

function outranks(record: Origin, origin: Origin): boolean {
  if (record.type !== origin.type) return record.type === 'session_update';
  const later = compareOrigins(record, origin) > 0;
  return record.type === 'session_update' ? later : !later;
}

function compareOrigins(a: Origin, b: Origin): number {
  return compareRecords(a as SessionRecord, b as SessionRecord); // it looks at at, p, e and n alone
}

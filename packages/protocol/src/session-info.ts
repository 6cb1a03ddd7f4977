import type { SessionRecord } from './record.ts';
import type { Outcome, SessionHeader, SessionInfo, SessionStatus } from './session.ts';
import { isJsonObject } from './json.ts';

const RANK: Readonly<Record<SessionStatus, number>> = { recording: 0, processing: 1, completed: 2, failed: 2 };
const OUTCOMES: ReadonlySet<unknown> = new Set<Outcome>(['success', 'failed', 'interrupted', 'max_iterations_reached']);
const STATUSES: ReadonlySet<unknown> = new Set(Object.keys(RANK));

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
 * Adds one record to what is known of a session. Pure, and the same for every arrival order
 * up to the order of contradicting updates, which {@link SessionRecord.at} decides.
 *
 * @param info - What was known.
 * @param record - A record not counted yet.
 * @returns What is known now; unknown header keys are kept.
 */
export function foldSessionInfo(info: SessionInfo, record: SessionRecord): SessionInfo {
  const next: SessionInfo = {
    ...info,
    events: info.events + 1,
    startedAt: info.startedAt === 0 ? record.at : Math.min(info.startedAt, record.at),
    updatedAt: Math.max(info.updatedAt, record.at),
  };
  const data = isJsonObject(record.data) ? record.data : {};
  if (record.type === 'session_start') return { ...next, ...headerOf(data), sessionId: info.sessionId, ...known(info) };
  if (record.type === 'session_update') return { ...next, ...headerOf(data), sessionId: info.sessionId };
  if (record.type === 'session_stop') return stopped(next, record, data);
  if (record.type === 'session_status' && STATUSES.has(data['status'])) {
    return withStatus(next, data['status'] as SessionStatus); // checked on the line above
  }
  return next;
}

/** What later records already said wins over a start record that arrives late. */
function known(info: SessionInfo): Partial<SessionInfo> {
  if (info.name === info.sessionId) return {};
  return { name: info.name, agentName: info.agentName, workspaceName: info.workspaceName };
}

function headerOf(data: object): Partial<SessionHeader> {
  const header: Record<string, unknown> = { ...data };
  for (const derived of ['status', 'outcome', 'events', 'startedAt', 'updatedAt', 'stoppedAt']) delete header[derived];
  return header;
}

function stopped(info: SessionInfo, record: SessionRecord, data: { readonly [key: string]: unknown }): SessionInfo {
  return {
    ...withStatus(info, 'processing'),
    stoppedAt: info.stoppedAt ?? record.at,
    ...(info.outcome === undefined && OUTCOMES.has(data['outcome']) && { outcome: data['outcome'] as Outcome }), // checked here
    ...(info.summary === undefined && typeof data['summary'] === 'string' && { summary: data['summary'] }),
    ...(info.confidence === undefined && typeof data['confidence'] === 'number' && { confidence: data['confidence'] }),
  };
}

function withStatus(info: SessionInfo, status: SessionStatus): SessionInfo {
  return RANK[status] > RANK[info.status] ? { ...info, status } : info;
}

import { PlayheadError, type SessionInfo, type SessionPage, type SessionQuery } from '@playhead/protocol';
import { invalidCursor } from './failures.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

/**
 * Cuts the page that a query asks for out of all sessions: newest start first, then by id.
 *
 * @throws PlayheadError `usage` when the limit is below 1 or the cursor is not one that a page carried.
 */
export function pageOf(sessions: readonly SessionInfo[], query: SessionQuery): SessionPage {
  const { limit = DEFAULT_LIMIT, cursor } = query;
  if (cursor !== undefined && !/^\d{17}_[0-9a-f-]{36}$/.test(cursor)) throw invalidCursor();
  if (!Number.isSafeInteger(limit) || limit < 1) throw new PlayheadError('usage', 'A page needs a whole limit from 1, so nothing was listed. Leave limit out for pages of 50.');
  const size = Math.min(limit, MAX_LIMIT);
  const found = sessions
    .filter((session) => matches(session, query))
    .map((session) => ({ session, position: positionOf(session) }))
    .filter(({ position }) => cursor === undefined || position < cursor)
    .sort((a, b) => (a.position < b.position ? 1 : -1));
  const page = found.slice(0, size);
  const last = page.at(-1);
  return { sessions: page.map(({ session }) => session), ...(found.length > size && last && { next: last.position }) };
}

function positionOf(session: SessionInfo): string {
  return `${String(Math.max(0, session.startedAt)).padStart(17, '0')}_${session.sessionId}`;
}

function matches(session: SessionInfo, query: SessionQuery): boolean {
  const { status, outcome, harness, harnessSessionId, workspaceName, project, search, after, before } = query;
  return (status === undefined || session.status === status)
    && (outcome === undefined || session.outcome === outcome)
    && (harness === undefined || session.harness === harness)
    && (harnessSessionId === undefined || session.harnessSessionId === harnessSessionId)
    && (workspaceName === undefined || session.workspaceName === workspaceName)
    && (project === undefined || session.project === project)
    && (after === undefined || session.startedAt >= after)
    && (before === undefined || session.startedAt < before)
    && (search === undefined || mentions(session, search.toLowerCase()));
}

function mentions({ name, prompt, project, workspaceName }: SessionInfo, text: string): boolean {
  // Recorded headers are untrusted: a field may be of another type than it says.
  const fields: readonly unknown[] = [name, prompt, project, workspaceName];
  return fields.some((field) => typeof field === 'string' && field.toLowerCase().includes(text));
}

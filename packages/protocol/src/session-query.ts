import { searchable, searchableTexts, type SessionText } from './session-text.ts';
import type { SessionInfo } from './session.ts';
import type { SessionQuery } from './storage.ts';

/**
 * Whether a session fits a query, its `limit`, `cursor` and order aside. For adapters that keep no index of their own.
 *
 * @param info - The session as it is shown: {@link presentSession}.
 * @param text - Its searchable text: {@link foldSessionText}.
 */
export function sessionMatches(info: SessionInfo, text: SessionText, query: SessionQuery): boolean {
  const { status, outcome, harness, harnessSessionId, workspaceName, project, agentName, identity, task, tags, hasTerminal, minBytes, maxBytes, search, after, before, id } = query;
  return (id === undefined || info.sessionId.startsWith(id) || info.sessionId.endsWith(id))
    && (status === undefined || info.status === status)
    && (outcome === undefined || info.outcome === outcome)
    && (harness === undefined || info.harness === harness)
    && (harnessSessionId === undefined || info.harnessSessionId === harnessSessionId)
    && (workspaceName === undefined || info.workspaceName === workspaceName)
    && (project === undefined || info.project === project)
    && (agentName === undefined || info.agentName === agentName)
    && (identity === undefined || info.identity?.subject === identity)
    && (task === undefined || info.task?.id === task)
    && (tags === undefined || tags.every((tag) => tagsOf(info).includes(tag)))
    && (hasTerminal === undefined || (info.terminals ?? 0) > 0 === hasTerminal)
    && (minBytes === undefined || (info.bytes ?? 0) >= minBytes)
    && (maxBytes === undefined || (info.bytes ?? 0) <= maxBytes)
    && (after === undefined || info.startedAt >= after)
    && (before === undefined || info.startedAt < before)
    && (search === undefined || search === '' || searchableTexts(info, text).some((each) => each.includes(searchable(search))));
}

/** Recorded headers are untrusted: the field may hold anything. */
function tagsOf({ tags }: SessionInfo): readonly unknown[] {
  const value: unknown = tags;
  return Array.isArray(value) ? value : [];
}

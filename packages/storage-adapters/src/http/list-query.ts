import { isJsonObject, type JsonObject, type JsonValue, type SessionPage, type SessionQuery } from '@playhead/protocol';

/** A query as the server reads it. */
export function listParameters(query: SessionQuery): URLSearchParams {
  const { tags = [], ...rest } = query;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) parameters.set(name, String(value));
  for (const tag of tags) parameters.append('tag', tag);
  return parameters;
}

/** What a server adds to the sessions of a list that no storage knows of them: how much of each asks for a review and what its witnesses tell, which changes behind everybody's back. */
const OF_THE_SERVER = new Set(['review', 'reviewAll', 'agreement']);

/** A page of sessions as a storage gives it: each as it is when it is asked for alone. */
export function pageOf(answer: JsonObject): SessionPage {
  const { sessions } = answer;
  const own = Array.isArray(sessions) ? sessions.map(withoutFigures) : sessions;
  return { ...answer, sessions: own } as unknown as SessionPage; // the server's own answer
}

function withoutFigures(session: JsonValue): JsonValue {
  if (!isJsonObject(session)) return session;
  return Object.fromEntries(Object.entries(session).filter(([name]) => !OF_THE_SERVER.has(name)));
}

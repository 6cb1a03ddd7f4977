import type { SessionQuery } from '@playhead/protocol';

/** A query as the server reads it. */
export function listParameters(query: SessionQuery): URLSearchParams {
  const { tags = [], ...rest } = query;
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) parameters.set(name, String(value));
  for (const tag of tags) parameters.append('tag', tag);
  return parameters;
}

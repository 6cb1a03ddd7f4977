import { isBlobRef, type JsonValue } from '@playhead/protocol';
import { identityOf } from '../brief/log-place.ts';
import type { SessionModel, Step } from '../model/types.ts';
import { relativePath } from '../relative-path.ts';

/** Characters of an input that tell one call from another. */
const MOST_CHARACTERS = 4096;

/** Every step of a session, in display order. */
export function stepsOf({ turns }: SessionModel): readonly Step[] {
  return turns.flatMap(({ steps }) => steps);
}

/** What two calls share when the second tries the same as the first: who called, what, and with which input. */
export function attemptOf({ agentId = '', tool = '', kind, mcp, command, input, title }: Step): string {
  const given = isBlobRef(input) ? identityOf(input) : input === undefined ? title : short(JSON.stringify(sorted(input)));
  return JSON.stringify([agentId, mcp ? `${mcp.server}/${mcp.tool}` : tool || kind, command ?? '', given]);
}

/** Its beginning and its length tell long inputs apart well enough. */
function short(text: string): string {
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}${text.length}` : text;
}

/** An object's keys in one order, whatever order the harness wrote them in. */
function sorted(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isBlobRef(value)) return identityOf(value);
  if (Array.isArray(value)) return value.map(sorted);
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner ?? null)]));
}

/** The event of a step that says how it ended, where to look first. */
export function lastEventOf({ id, eventIds }: Step): string {
  return eventIds.at(-1) ?? id;
}

/** Names what a step did, in a sentence: a file as people of the project say it. */
export function nameOf({ session }: SessionModel, { title, tool }: Step): string {
  const said = relativePath(title, session.cwd);
  return (said.length > 80 ? `${said.slice(0, 79)}…` : said) || tool || 'a call';
}

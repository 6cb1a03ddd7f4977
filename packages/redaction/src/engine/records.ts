import { isJsonObject } from '@playhead/protocol';
import { sensitiveSource } from '../sensitive-source.ts';

/** Fields that stay readable, without secrets, when all else of a record goes because of where it comes from. */
const NAMES_OF_SOURCE = new Set(['path', 'command', 'cwd', 'description', 'title', 'name', 'tool', 'server', 'file_path', 'notebook_path', 'query', 'url', 'error']);

/** Who decided about a call, for whom and why: it was said before anything came out of the source, and of a denied call nothing did. */
const OF_DECISIONS: Readonly<Record<string, ReadonlySet<string>>> = { permission_request: new Set(['identity', 'task', 'message']), permission_decision: new Set(['identity', 'task', 'message', 'reason', 'approver']) };

/** Whether a field may stay when a record is sensitive. */
export function namesSource(path: readonly string[], type: string | undefined): boolean {
  const [field = '', ...deeper] = path;
  return (path.length <= 2 && NAMES_OF_SOURCE.has(path.at(-1) ?? '')) || (deeper.length === 0 && type !== undefined && Object.hasOwn(OF_DECISIONS, type) && OF_DECISIONS[type]?.has(field) === true);
}

/** The records that name the session of a harness. */
const OF_SESSION = new Set(['session_start', 'session_update', 'session_dropped']);

/** Whether a field is called like a cookie and is an id by which readers join: a secret in it is found by its form, not by the name of the field. */
export function isIdOfHarness(type: string | undefined, path: readonly string[]): boolean {
  return type !== undefined && OF_SESSION.has(type) && path.length === 1 && path[0] === 'harnessSessionId';
}

/** Whether a record says itself that it holds what a sensitive file holds. */
export function readsSensitiveFile(data: unknown): boolean {
  if (!isJsonObject(data)) return false;
  const input = isJsonObject(data['input']) ? data['input'] : {};
  return [data['path'], data['oldPath'], input['file_path'], input['path'], input['notebook_path']].some((path) => typeof path === 'string' && sensitiveSource({ path }) !== undefined);
}

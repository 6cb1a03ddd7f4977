import { isJsonObject, type SessionRecord } from '@playhead/protocol';
import { sensitiveSource } from './sensitive-source.ts';

/** How many calls are remembered; an older one has long ended. */
const REMEMBERED = 2048;

/** Tells which records hold what came out of a sensitive source. One per session. */
export interface SensitiveCalls {
  /** Looks at a record, in the order of recording. True for those that belong to a call that reads something sensitive. */
  isSensitive(record: Pick<SessionRecord<unknown>, 'call' | 'data'>): boolean;
}

/**
 * Follows the calls of a session: a command or a file names the source, later records of the same call hold what came out.
 *
 * @example
 * ```ts
 * redactor.redactRecord(record, { sensitive: calls.isSensitive(record) });
 * ```
 */
export function createSensitiveCalls(): SensitiveCalls {
  const calls = new Set<string>();
  return {
    isSensitive(record) {
      const itself = namesSensitiveSource(record.data);
      if (record.call === undefined) return itself;
      if (itself && !calls.has(record.call)) {
        calls.add(record.call);
        if (calls.size > REMEMBERED) for (const oldest of calls) { calls.delete(oldest); break; }
      }
      return calls.has(record.call);
    },
  };
}

function namesSensitiveSource(data: unknown): boolean {
  if (!isJsonObject(data)) return false;
  const input = isJsonObject(data['input']) ? data['input'] : {};
  const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return [data, input].some((from) => sensitiveSource({
    path: text(from['path']) ?? text(from['file_path']) ?? text(from['notebook_path']),
    command: text(from['command']),
  }) !== undefined);
}

import { createHash, randomBytes } from 'node:crypto';
import type { Task } from '@playhead/protocol';

const INCOMING = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-|$)/;

/**
 * The W3C `traceparent` of a connection, by which other systems find its recording: a step of the trace that `TRACEPARENT` names, else of one that all connections of a
 * task share. Undefined where there is neither.
 */
export function traceParentOf(env: Readonly<Record<string, string | undefined>>, task: Task | undefined): string | undefined {
  const [, trace = task && traceOfTask(task), flags = '01'] = INCOMING.exec(env['TRACEPARENT'] ?? '') ?? [];
  return trace === undefined ? undefined : `00-${trace}-${stepId()}-${flags}`;
}

/** The same for the same task on every machine. */
function traceOfTask({ id }: Task): string {
  return createHash('sha256').update(`playhead task ${id}`).digest('hex').slice(0, 32);
}

/** Eight bytes that are not all zero. */
function stepId(): string {
  const bytes = randomBytes(8);
  if (bytes.every((byte) => byte === 0)) bytes[7] = 1;
  return bytes.toString('hex');
}

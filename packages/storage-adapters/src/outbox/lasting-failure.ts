import type { PlayheadError } from '@playhead/protocol';

/** What a storage says that says nothing about a session: it is away, or does not know who asks. */
const PASSING: ReadonlySet<string> = new Set(['internal', 'not_found', 'storage_closed', 'unauthorized', 'too_many_requests']);

/** Whether trying again soon would give the same answer, so that others are sent meanwhile. */
export function isLastingFailure({ code, retryable }: PlayheadError): boolean {
  return !retryable && !PASSING.has(code);
}

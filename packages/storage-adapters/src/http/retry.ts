/** Answers that mean: later perhaps. */
const LATER: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** The longest wait, in milliseconds. */
export const LONGEST_WAIT_MS = 30_000;

/** Whether the same request may be answered otherwise later. */
export function isLater(status: number): boolean {
  return LATER.has(status);
}

/**
 * How long to wait before a request is sent again, in milliseconds.
 *
 * @param attempt - Which repetition it is, from 0.
 * @param retryAfter - What the server says: seconds or a date.
 */
export function waitBefore(attempt: number, retryMs: number, retryAfter: string | null | undefined, now: number): number {
  const told = toldWait(retryAfter, now);
  // Between a half and the whole: many clients that lost one server do not come back at once.
  const own = Math.min(LONGEST_WAIT_MS, retryMs * 2 ** attempt) * (0.5 + Math.random() / 2);
  return told === undefined ? own : Math.min(LONGEST_WAIT_MS, told + own / 10);
}

function toldWait(retryAfter: string | null | undefined, now: number): number | undefined {
  if (retryAfter === null || retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Waits; ends early when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

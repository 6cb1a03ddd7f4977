import type { SessionInfo } from '@playhead/protocol';

const DAY_MS = 86_400_000;

/**
 * When a session began, as people say it: `Today, 14:02`, `Yesterday, 09:20`, `18 Nov 2026, 16:21`.
 *
 * @param startedAt - Integer microseconds since the Unix epoch.
 * @param now - Milliseconds since the Unix epoch. Default: now.
 */
export function startedWords(startedAt: number, now: number = Date.now()): string {
  const at = new Date(startedAt / 1000);
  const time = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (isSameDay(at, new Date(now))) return `Today, ${time}`;
  if (isSameDay(at, new Date(now - DAY_MS))) return `Yesterday, ${time}`;
  return `${at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })}, ${time}`;
}

/** How long a session went on so far: `01:13`, with hours when there are any. */
export function durationWords({ startedAt, updatedAt }: Pick<SessionInfo, 'startedAt' | 'updatedAt'>): string {
  const seconds = Math.max(0, Math.floor((updatedAt - startedAt) / 1_000_000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${two(minutes)}:${two(seconds % 60)}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}

function isSameDay(a: Date, b: Date): boolean {
  return a.toDateString() === b.toDateString();
}

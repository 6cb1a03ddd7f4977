/** How long one event may still take. */
export interface Deadline {
  /** Whether the time is over. Asks the clock. */
  passed(): boolean;
  /** Gives time for a further text of the event. */
  allow(characters: number): void;
}

/** How much longer an event may take for each character of it, in milliseconds. */
const MS_PER_CHARACTER = 50 / 1_000_000;

/**
 * Starts the time of one event.
 *
 * @param workClock - Goes on only while the process works. Where there is one, an event whose time is over on the clock may still work for as long
 *   again: while others had the processor nothing was looked at. It is asked only then, so that events in time pay nothing for it.
 */
export function startDeadline(clock: () => number, deadlineMs: number, characters: number, workClock?: () => number): Deadline {
  const startedAt = clock();
  let allowedMs = deadlineMs + characters * MS_PER_CHARACTER;
  let workedBefore: number | undefined;
  return {
    passed: () => {
      if (clock() <= startedAt + allowedMs) return false;
      if (!workClock) return true;
      workedBefore ??= workClock();
      return workClock() > workedBefore + allowedMs;
    },
    allow: (more) => { allowedMs += more * MS_PER_CHARACTER; },
  };
}

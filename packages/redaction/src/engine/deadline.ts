/** How long one event may still take. */
export interface Deadline {
  /** Whether the time is over. Asks the clock. */
  passed(): boolean;
  /** Gives time for a further text of the event. */
  allow(characters: number): void;
}

/** How much longer an event may take for each character of it, in milliseconds. */
const MS_PER_CHARACTER = 50 / 1_000_000;

/** Starts the time of one event. */
export function startDeadline(clock: () => number, deadlineMs: number, characters: number): Deadline {
  let end = clock() + deadlineMs + characters * MS_PER_CHARACTER;
  return {
    passed: () => clock() > end,
    allow: (more) => { end += more * MS_PER_CHARACTER; },
  };
}

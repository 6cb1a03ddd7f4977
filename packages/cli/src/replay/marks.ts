import type { ReplayEvent } from '@playhead/replay-core';

/** Adds to a recording what somebody who looks at it has to say. */
export interface Marks {
  /** Adds a moment. @param at - Microseconds since the Unix epoch. */
  mark(title: string, at: number): Promise<void>;
  /** Adds a note beside an event. */
  note(text: string, event: ReplayEvent): Promise<void>;
}

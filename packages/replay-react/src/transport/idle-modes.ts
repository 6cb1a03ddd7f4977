import type { IdleMode } from '@playhead/replay-core';

/** The ways to show idle time, in the order of the control. */
export const idleModes: readonly IdleMode[] = ['wall', 'idle-capped', 'even'];

/** How the time between events is shown: as it was, with idle stretches shortened, or the same for every event. */
export type IdleMode = 'wall' | 'idle-capped' | 'even';

/** A stretch in which nothing happened, shortened by the time map. */
export interface IdleStretch {
  /** Virtual milliseconds at which it stands. */
  readonly at: number;
  /** How long it was, in wall milliseconds. */
  readonly wallMs: number;
}

/** Maps wall time to virtual time and back. Pure. */
export interface TimeMap {
  readonly mode: IdleMode;
  /** Virtual length of the session in milliseconds. */
  readonly durationMs: number;
  readonly idle: readonly IdleStretch[];
  /** Microseconds since the Unix epoch → virtual milliseconds. */
  toVirtual(at: number): number;
  /** Virtual milliseconds → microseconds since the Unix epoch. */
  toWall(timeMs: number): number;
}

import type { IdleMode } from '@playhead/replay-core';

/** Words of playback. */
export interface TransportMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly previousMoment: string;
  readonly nextMoment: string;
  readonly play: string;
  readonly pause: string;
  readonly ofTotal: (total: string) => string;
  readonly position: (number: string, count: string) => string;
  readonly range: (from: string, to: string, count: number, number: string) => string;
  readonly clearRange: string;
  readonly errors: (count: number, number: string) => string;
  readonly previousError: string;
  readonly nextError: string;
  readonly idle: string;
  readonly idleModes: Readonly<Record<IdleMode, string>>;
  readonly speed: string;
  readonly rate: (rate: string) => string;
  readonly shortcuts: string;
  readonly goLive: string;
  readonly live: string;
}

/** The English words. */
export const transportMessages: TransportMessages = {
  label: 'Playback',
  previousMoment: 'Previous moment',
  nextMoment: 'Next moment',
  play: 'Play',
  pause: 'Pause',
  ofTotal: (total) => `/ ${total}`,
  position: (number, count) => `Event ${number} of ${count}`,
  range: (from, to, count, number) => `${from} – ${to} · ${number} ${count === 1 ? 'event' : 'events'}`,
  clearRange: 'Clear range',
  errors: (count, number) => `${number} ${count === 1 ? 'error' : 'errors'}`,
  previousError: 'Previous error',
  nextError: 'Next error',
  idle: 'Idle time',
  idleModes: { wall: 'Real time', 'idle-capped': 'Skip idle', even: 'By event' },
  speed: 'Speed',
  rate: (rate) => `${rate}×`,
  shortcuts: 'Keyboard shortcuts',
  goLive: 'Go live',
  live: 'Live',
};

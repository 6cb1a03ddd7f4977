/** Words of the timeline. */
export interface TimelineMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  /** What assistive technology reads of the playhead. */
  readonly position: (time: string, step: string, count: string, name: string, argument: string, status: string) => string;
  /** The same before the first event. */
  readonly start: string;
  /** How a step ended, within {@link TimelineMessages.position}. */
  readonly spoken: Readonly<Record<'failed' | 'denied' | 'interrupted' | 'running', string>>;
  /** How a step ended, on the hover card. */
  readonly status: Readonly<Record<'failed' | 'denied' | 'interrupted' | 'running', string>>;
  readonly rangeStart: string;
  readonly rangeEnd: string;
  /** The end of a session that goes on. */
  readonly now: string;
  /** An idle stretch. */
  readonly idle: (count: string, unit: 'seconds' | 'minutes' | 'hours') => string;
  readonly event: (number: string) => string;
  readonly jump: string;
}

/** The English words. */
export const timelineMessages: TimelineMessages = {
  label: 'Session timeline',
  position: (time, step, count, name, argument, status) => [time, `step ${step} of ${count}`, argument ? `${name}: ${argument}` : name, status].filter(Boolean).join(', '),
  start: 'before the first event',
  spoken: { failed: 'failed', denied: 'denied', interrupted: 'interrupted', running: 'running' },
  status: { failed: 'Failed', denied: 'Denied', interrupted: 'Interrupted', running: 'Running' },
  rangeStart: 'Range start',
  rangeEnd: 'Range end',
  now: 'now',
  idle: (count, unit) => `${count}${{ seconds: 's', minutes: 'm', hours: 'h' }[unit]}`,
  event: (number) => `Event ${number}`,
  jump: 'Click to jump',
};

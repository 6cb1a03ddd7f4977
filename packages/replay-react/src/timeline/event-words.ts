import type { EventKind } from '@playhead/protocol';
import type { ReplayEvent, SessionModel, Step } from '@playhead/replay-core';
import { relativePath } from '../elements/relative-path.ts';
import { stepWords } from '../elements/step-words.ts';
import { stepOfEvent } from './step-of-event.ts';

/** What a timeline says of an event. */
export interface EventWords {
  readonly name: string;
  readonly argument: string;
  readonly kind: EventKind | 'denied';
  /** Absent for what went as it should. */
  readonly status?: 'failed' | 'denied' | 'interrupted' | 'running';
  readonly step?: Step;
}

const LONGEST = 200;

/** Names an event by the step it belongs to, else by itself. */
export function eventWords(model: Pick<SessionModel, 'turns' | 'session'>, event: ReplayEvent): EventWords {
  const step = stepOfEvent(model, event);
  const { name, argument } = step ? stepWords(step, model.session.cwd) : { name: event.title, argument: relativePath(event.summary, model.session.cwd) };
  const status = event.severity === 'error' ? 'failed' : event.severity === 'denied' ? 'denied' : step && step.status !== 'ok' ? step.status : undefined;
  return {
    name, argument: argument.slice(0, LONGEST), kind: status === 'denied' ? 'denied' : step?.test ? 'test' : (step?.kind ?? event.kind),
    ...(status && { status }), ...(step && { step }),
  };
}

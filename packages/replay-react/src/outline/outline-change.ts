import { editOutline, type AnnotationDraft, type OutlineChange, type ReplayEvent, type SessionModel } from '@playhead/replay-core';
import { eventOf, type Editable } from './outline-edit.ts';

/** A change of a chapter or a moment; nothing where the session no longer has its event. */
export function changeOf(model: Pick<SessionModel, 'events'>, { target, nameId }: Pick<Editable, 'target' | 'nameId'>, change: OutlineChange): AnnotationDraft | undefined {
  const event = eventOf(model, nameId);
  return event && editOutline(target, event, change);
}

/** The first event of the step before or after the one that a chapter or moment is at. */
export function stepBeside({ events }: Pick<SessionModel, 'events'>, { item }: Editable, by: 1 | -1): ReplayEvent | undefined {
  const at = events.findIndex(({ id }) => id === item.eventId);
  if (at < 0) return undefined;
  const own = events[at]?.stepId;
  let place = at + by;
  while (own !== undefined && events[place]?.stepId === own) place += by;
  const { stepId } = events[place] ?? {};
  if (by < 0 && stepId !== undefined) while (events[place - 1]?.stepId === stepId) place -= 1;
  return events[place];
}

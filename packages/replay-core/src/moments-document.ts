import type { Annotation } from '@playhead/protocol';
import type { Moment, SessionModel, Step } from './model/types.ts';
import { outlineEditor } from './review/outline-edits.ts';

/** The version of {@link MomentsDocument}. */
export const MOMENTS_DOCUMENT_VERSION = 1;

/** A point of a session, also one that a timeline leaves out because there are so many. */
export interface ListedMoment extends Omit<Moment, 'type'> {
  /** `tool` is a call with its result, `permission` that the agent asked for leave. */
  readonly type: Moment['type'] | 'tool' | 'permission';
  /** How a call ended. */
  readonly status?: Step['status'];
  /** How long a call took, in microseconds. */
  readonly durationUs?: number;
}

/** Every moment of a session, by time: what `playhead moments --json` prints. */
export interface MomentsDocument {
  readonly schemaVersion: typeof MOMENTS_DOCUMENT_VERSION;
  readonly sessionId: string;
  readonly moments: readonly ListedMoment[];
}

/**
 * Lists every moment of a session: those of its timeline, and each tool call and question for leave.
 *
 * @param annotations - What was said of it, in which people added or removed moments.
 *
 * @example
 * ```ts
 * const { moments } = toMomentsDocument(model, annotations);
 * ```
 */
export function toMomentsDocument(model: SessionModel, annotations: readonly Annotation[] = []): MomentsDocument {
  const { session, turns, events, moments } = outlineEditor(annotations)(model);
  const calls = turns.flatMap(({ steps }) => steps.map(({ id, eventIds, title, startedAt, status, durationUs }): ListedMoment => ({
    eventId: eventIds[0] ?? id, type: 'tool', title, at: startedAt, status, ...(durationUs !== undefined && { durationUs }),
  })));
  const asked = events.filter(({ record }) => record.type === 'permission_request').map(({ id, summary, title, record }): ListedMoment => ({ eventId: id, type: 'permission', title: summary || title, at: record.at }));
  return { schemaVersion: MOMENTS_DOCUMENT_VERSION, sessionId: session.sessionId, moments: [...moments, ...calls, ...asked].sort((a, b) => a.at - b.at) };
}

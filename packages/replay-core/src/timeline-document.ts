import type { Annotation, SessionInfo } from '@playhead/protocol';
import type { Chapter, SessionModel } from './model/types.ts';
import { stringIn } from './model/read-data.ts';
import { type ListedMoment, toMomentsDocument } from './moments-document.ts';
import { outlineEditor } from './review/outline-edits.ts';
import type { TerminalHead } from './terminal/types.ts';

/** The version of {@link TimelineDocument}. */
export const TIMELINE_DOCUMENT_VERSION = 1;

/** How much a recording holds. */
export interface TimelineCounts {
  readonly turns: number;
  readonly steps: number;
  /** Without the output of terminals, which is no event. */
  readonly events: number;
  /** Places of the log that cannot be read. */
  readonly damage: number;
}

/** A snapshot of the files in a {@link TimelineDocument}. */
export interface TimelineSnapshot {
  readonly eventId: string;
  readonly title: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  /** What it is kept under, such as a commit. */
  readonly reference?: string;
}

/** What a recording is, and the points of it worth a jump: what `GET /api/v1/sessions/{id}/timeline` answers. Times are integer microseconds. */
export interface TimelineDocument {
  readonly schemaVersion: typeof TIMELINE_DOCUMENT_VERSION;
  readonly session: SessionInfo;
  /** When it begins, since the Unix epoch. */
  readonly startedAt: number;
  /** From the beginning to its end, or to what came last. */
  readonly durationUs: number;
  readonly counts: TimelineCounts;
  /** The recorded terminals, each with the size that it was opened with. */
  readonly terminals: readonly TerminalHead[];
  readonly chapters: readonly Chapter[];
  /** Every moment, by time, as `GET …/moments` lists them: the snapshots, too. */
  readonly moments: readonly ListedMoment[];
  /** The snapshots, by time. */
  readonly snapshots: readonly TimelineSnapshot[];
}

/**
 * Tells what a recording is and where to go in it.
 *
 * @param annotations - What was said of it, in which people added, renamed or removed moments and chapters.
 *
 * @example
 * ```ts
 * const { durationUs, snapshots } = toTimelineDocument(model, annotations);
 * ```
 */
export function toTimelineDocument(model: SessionModel, annotations: readonly Annotation[] = []): TimelineDocument {
  const { session, turns, events, terminals, damage } = model;
  const end = Math.max(session.stoppedAt ?? session.updatedAt, ...terminals.slice(-1).map(({ endedAt = 0 }) => endedAt));
  return {
    schemaVersion: TIMELINE_DOCUMENT_VERSION, session, startedAt: session.startedAt, durationUs: Math.max(0, end - session.startedAt),
    counts: { turns: turns.length, steps: turns.reduce((sum, { steps }) => sum + steps.length, 0), events: events.length, damage: damage.length },
    terminals, chapters: outlineEditor(annotations)(model).chapters, moments: toMomentsDocument(model, annotations).moments,
    snapshots: events.filter(({ record }) => record.type === 'snapshot').map(({ id, summary, title, record: { at, data } }) => {
      const reference = stringIn(data, 'reference');
      return { eventId: id, title: summary || title, at, ...(reference !== undefined && { reference }) };
    }),
  };
}

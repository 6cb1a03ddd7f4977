import type { JsonObject, JsonValue } from '@playhead/protocol';
import type { ReplayEvent } from '@playhead/replay-core';

/** Something a person left in a recording. */
export interface Note {
  readonly eventId: string;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly author?: string;
  /** Present where an agent wrote it. */
  readonly by?: 'agent';
  readonly text: string;
  readonly rating?: 'good' | 'wrong';
  readonly needsReview: boolean;
}

/** Notes on one thing, in the order they were written. */
export interface NoteThread {
  readonly id: string;
  /** What they are about, such as `refresh-token.ts:22`; absent when only a time is known. */
  readonly anchor?: string;
  /** The event to go to. */
  readonly eventId: string;
  readonly at: number;
  readonly needsReview: boolean;
  readonly resolved: boolean;
  readonly notes: readonly Note[];
}

const LONGEST_TEXT = 20_000;
const LONGEST_NAME = 200;

/**
 * Notes by what they are about. A recording may hold anything in them: what does not fit is left out.
 *
 * @param titleOf - What the step of an event is called.
 */
export function readThreads(events: readonly ReplayEvent[], titleOf: (event: ReplayEvent) => string | undefined = () => undefined): readonly NoteThread[] {
  const threads = new Map<string, { head: ReplayEvent; anchor: string | undefined; notes: Note[]; resolved: boolean }>();
  for (const event of events) {
    const data = event.record.data;
    const about = object(data['anchor']) ?? data;
    const path = text(about, 'path', LONGEST_NAME);
    const line = typeof about['line'] === 'number' ? `:${about['line']}` : '';
    const anchor = path === undefined ? titleOf(event) : `${path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)}${line}`;
    const key = text(data, 'thread', LONGEST_NAME) ?? text(data, 'replyTo', LONGEST_NAME) ?? (path === undefined ? event.stepId ?? event.id : `${path}${line}`);
    const known = threads.get(key) ?? threads.get(`id ${key}`);
    const thread = known ?? { head: event, anchor, notes: [], resolved: false };
    if (!known) {
      threads.set(key, thread);
      threads.set(`id ${event.id}`, thread);
    }
    thread.resolved = data['resolved'] === true || (data['resolved'] === undefined && thread.resolved);
    thread.notes.push(readNote(event));
  }
  return [...new Set(threads.values())].map(({ head, anchor, notes, resolved }) => ({
    id: head.id, eventId: head.id, at: head.record.at, resolved, notes, needsReview: notes.some((note) => note.needsReview), ...(anchor !== undefined && { anchor }),
  }));
}

function readNote({ id, record }: ReplayEvent): Note {
  const { data } = record;
  const author = text(data, 'author', LONGEST_NAME) ?? text(object(data['author']) ?? {}, 'name', LONGEST_NAME);
  const rating = data['rating'] ?? data['verdict'];
  return {
    eventId: id, at: record.at, needsReview: record.type === 'needs_review',
    text: ['text', 'comment', 'body', 'reason', 'title', 'description'].map((name) => text(data, name, LONGEST_TEXT)).find((found) => found !== undefined) ?? '',
    ...(author !== undefined && { author }), ...(object(data['author'])?.['type'] === 'agent' && { by: 'agent' as const }), ...((rating === 'good' || rating === 'wrong') && { rating }),
  };
}

function text(data: JsonObject, name: string, longest: number): string | undefined {
  const value = data[name];
  return typeof value === 'string' && value !== '' ? value.slice(0, longest) : undefined;
}

function object(value: JsonValue | undefined): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined; // what is left of a JSON value is an object
}

/** The letters of a person where there is no picture: `Priya Nair` is `PN`. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== '').slice(0, 2);
  return words.map((word) => [...word][0] ?? '').join('').toUpperCase();
}

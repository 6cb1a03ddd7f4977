import type { TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';
import { firstLine } from './first-line.ts';

/** Who says something beside the work. */
export interface RemarkAuthor {
  /** Whether it is a person or an agent. */
  readonly type: 'user' | 'agent';
  /** By which name. */
  readonly name: string;
}

/** A remark on the work, such as why a way was taken. */
export interface NoteData {
  /** What is said; untrusted like everything recorded. */
  readonly text: TextValue;
  /** Who says it. */
  readonly author?: RemarkAuthor;
  /** The file it is about. */
  readonly path?: string;
  /** The line of that file, from 1. */
  readonly line?: number;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `note`. */
export const note: EventDefinition<'note', NoteData> = defineEvent<NoteData>()({
  type: 'note',
  kind: 'checkpoint',
  title: 'Note',
  summary: (data) => firstLine(data.text),
});

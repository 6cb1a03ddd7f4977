import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A file was read. */
export interface FileReadData {
  /** The file. */
  readonly path: string;
  /** What was read of it. */
  readonly content?: TextValue;
  /** The first line read, from 1. */
  readonly startLine?: number;
  /** How many lines were read. */
  readonly lines?: number;
  /** How many lines the file has. */
  readonly totalLines?: number;
  /** Set when it is not text. */
  readonly mediaType?: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `file_read`. */
export const fileRead: EventDefinition<'file_read', FileReadData> = defineEvent<FileReadData>()({
  type: 'file_read',
  kind: 'read',
  title: 'Read',
  step: 'describes',
  summary: (data) => data.path,
});

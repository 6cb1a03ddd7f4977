import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A changed stretch of a file, as in a unified diff. */
export interface DiffHunk {
  /** First line in the old file, from 1. */
  readonly oldStart: number;
  readonly oldLines: number;
  /** First line in the new file, from 1. */
  readonly newStart: number;
  readonly newLines: number;
  /** Lines with their sign: a space, `-` or `+`. */
  readonly lines: readonly string[];
}

/** A file was created, changed or deleted. */
export interface FileDiffData {
  /** The file. */
  readonly path: string;
  /** What happened to it. */
  readonly change: 'created' | 'modified' | 'deleted' | 'renamed';
  /** The changed stretches. */
  readonly hunks: readonly DiffHunk[];
  /** The whole file before; null when there was none. */
  readonly before?: TextValue | null;
  /** The whole file after. */
  readonly after?: TextValue;
  /** Its path before a rename. */
  readonly oldPath?: string;
  /** Whether a person changed the edit before it was applied. */
  readonly userModified?: boolean;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `file_diff`. */
export const fileDiff: EventDefinition<'file_diff', FileDiffData> = defineEvent<FileDiffData>()({
  type: 'file_diff',
  kind: 'edit',
  title: 'Edit',
  step: 'describes',
  summary: (data) => data.path,
});

import { type BlobRef, isBlobRef, isJsonObject, type DiffHunk, type JsonObject, type JsonValue } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { FirstWitness, type Folder } from './fold.ts';
import { dataOf, numberIn, stringIn, textIn, wordIn } from './read-data.ts';
import type { FileChange, TouchedFile } from './types.ts';

/** The change of a file that a `file_diff` reports. */
export function fileChangeOf(entry: Entry): FileChange {
  return (entry.change ??= readChange(entry));
}

function readChange({ record, event }: Entry): FileChange {
  const data = dataOf(record);
  const hunks = readHunks(data['hunks']);
  const left = hunksBlobIn(data);
  const count = (sign: string): number => hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => line.startsWith(sign)).length, 0);
  const oldPath = stringIn(data, 'oldPath');
  const before = data['before'] === null ? null : textIn(data, 'before');
  const after = textIn(data, 'after');
  return {
    path: stringIn(data, 'path') ?? '',
    ...(oldPath !== undefined && { oldPath }),
    change: wordIn(data, 'change', ['created', 'modified', 'deleted', 'renamed']) ?? 'modified',
    hunks, ...(left && { hunksBlob: left.blob }),
    added: left?.added ?? count('+'), removed: left?.removed ?? count('-'),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    ...(event.stepId !== undefined && { stepId: event.stepId }),
    eventId: record.id, at: record.at,
  };
}

/** Where the changed stretches are, and how much they change, where they are not at hand. */
function hunksBlobIn(data: JsonObject): { readonly blob: BlobRef; readonly added: number; readonly removed: number } | undefined {
  const value = data['hunks'];
  return isJsonObject(value) && isBlobRef(value) ? { blob: value, added: numberIn(value, 'added') ?? 0, removed: numberIn(value, 'removed') ?? 0 } : undefined;
}

/**
 * Reads the text of a change's `hunksBlob`; whatever fits is taken.
 *
 * @example
 * ```ts
 * const change = model.files[0]?.changes[0];
 * const hunks = change?.hunksBlob ? hunksFromText(await replay.text(change.hunksBlob)) : change?.hunks;
 * ```
 */
export function hunksFromText(text: string): readonly DiffHunk[] {
  try {
    return readHunks(JSON.parse(text) as JsonValue); // what JSON.parse gives is JSON
  } catch {
    return [];
  }
}

/** The changed stretches as a record has them: whatever fits is taken. */
function readHunks(value: JsonValue | undefined): readonly DiffHunk[] {
  return Array.isArray(value) ? value.flatMap(readHunk).slice() : []; // a list that was put together has room for a dozen more
}

function readHunk(value: JsonValue): readonly DiffHunk[] {
  if (!isJsonObject(value) || !Array.isArray(value['lines'])) return [];
  const told = value['lines'] as readonly JsonValue[]; // an array by the line above
  const lines = told.every((line) => typeof line === 'string') ? told : told.filter((line) => typeof line === 'string');
  const number = (name: string, fallback: number): number => numberIn(value, name) ?? fallback;
  return [{
    oldStart: number('oldStart', 1), oldLines: number('oldLines', 0), newStart: number('newStart', 1), newLines: number('newLines', 0), lines,
  }];
}

/** The record types that tell of files. */
export const FILE_TYPES: ReadonlySet<string> = new Set(['file_diff', 'file_read']);

/**
 * The files a session touched, in the order of the first touch. Changes of one call are taken
 * from one witness.
 */
export class FilesFolder implements Folder<readonly TouchedFile[]> {
  readonly #diffs: FirstWitness = new FirstWitness();
  readonly #reads: FirstWitness = new FirstWitness();
  readonly #places: Map<string, number> = new Map();
  /** When each was first touched, by place. */
  readonly #at: number[] = [];
  readonly #files: GrowingFile[] = [];
  #value: readonly TouchedFile[] | undefined = [];

  take(entry: Entry): void {
    const { record } = entry;
    if (record.type === 'file_read') {
      if (this.#reads.lets(entry)) this.#file(stringIn(dataOf(record), 'path') ?? '', record.at).reads += 1;
      return;
    }
    if (!this.#diffs.lets(entry)) return;
    const change = fileChangeOf(entry);
    const file = this.#file(change.path, change.at);
    file.changes.push(change);
    file.added += change.added;
    file.removed += change.removed;
    if (change.change === 'created' || change.change === 'renamed') file.arrived ??= change.change;
  }

  value(): readonly TouchedFile[] {
    return (this.#value ??= this.#files.map(shownFile));
  }

  /** A file that something is about to be told of. */
  #file(path: string, at: number): GrowingFile {
    const files = this.#files;
    const known = this.#places.get(path);
    const file = (known === undefined ? undefined : files[known]) ?? { path, added: 0, removed: 0, reads: 0, changes: [], arrived: undefined, shown: undefined };
    this.#value = undefined;
    file.shown = undefined;
    if (known !== undefined) return file;
    let place = files.length; // of files first touched at one time the path decides
    while (place > 0 && this.#at[place - 1] === at && path < (files[place - 1]?.path ?? '')) place -= 1;
    files.splice(place, 0, file);
    this.#at.splice(place, 0, at);
    for (let moved = place; moved < files.length; moved += 1) this.#places.set(files[moved]?.path ?? '', moved);
    return file;
  }
}

/** A file while it is told of. */
interface GrowingFile {
  readonly path: string;
  added: number;
  removed: number;
  reads: number;
  readonly changes: FileChange[];
  /** How it came to be there, where a change says so. */
  arrived: 'created' | 'renamed' | undefined;
  /** What was given out of it, as long as nothing else was told. */
  shown: TouchedFile | undefined;
}

function shownFile(file: GrowingFile): TouchedFile {
  const { path, added, removed, reads, changes, arrived } = file;
  return (file.shown ??= { path, status: statusOf(changes.at(-1), arrived), added, removed, reads, changes: changes.slice() });
}

function statusOf(last: FileChange | undefined, arrived: GrowingFile['arrived']): TouchedFile['status'] {
  if (!last) return 'read';
  return last.change === 'modified' ? arrived ?? 'modified' : last.change;
}

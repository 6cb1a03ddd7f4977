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
  readonly #files: TouchedFile[] = [];
  #value: readonly TouchedFile[] | undefined = [];

  take(entry: Entry): void {
    const { record } = entry;
    if (record.type === 'file_read') {
      if (this.#reads.lets(entry)) this.#put(stringIn(dataOf(record), 'path') ?? '', record.at, (file) => ({ ...file, reads: file.reads + 1 }));
      return;
    }
    if (!this.#diffs.lets(entry)) return;
    const change = fileChangeOf(entry);
    this.#put(change.path, change.at, (file) => {
      const changes = [...file.changes, change];
      return { ...file, changes, status: statusOf(changes), added: file.added + change.added, removed: file.removed + change.removed };
    });
  }

  value(): readonly TouchedFile[] {
    return (this.#value ??= this.#files.slice());
  }

  #put(path: string, at: number, change: (file: TouchedFile) => TouchedFile): void {
    const known = this.#places.get(path);
    const file = change((known === undefined ? undefined : this.#files[known]) ?? { path, status: 'read', added: 0, removed: 0, reads: 0, changes: [] });
    const files = this.#files;
    this.#value = undefined;
    if (known === undefined) {
      let place = files.length; // of files first touched at one time the path decides
      while (place > 0 && this.#at[place - 1] === at && path < (files[place - 1]?.path ?? '')) place -= 1;
      files.splice(place, 0, file);
      this.#at.splice(place, 0, at);
      for (let moved = place; moved < files.length; moved += 1) this.#places.set(files[moved]?.path ?? '', moved);
    } else files[known] = file;
  }
}

function statusOf(changes: readonly FileChange[]): TouchedFile['status'] {
  const last = changes.at(-1);
  if (!last) return 'read';
  if (last.change === 'modified') return changes.find(({ change }) => change === 'created' || change === 'renamed')?.change ?? 'modified';
  return last.change;
}

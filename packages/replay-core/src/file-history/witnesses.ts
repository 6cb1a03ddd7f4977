import { isBlobRef, type BlobRef, type TextValue } from '@playhead/protocol';
import { itemsOf } from '../model/list-view.ts';
import { dataOf, numberIn, stringIn, textIn } from '../model/read-data.ts';
import type { FileChange, ReplayEvent, SessionModel } from '../model/types.ts';

/** Something that a recording says of a file. */
export type FileWitness =
  | { readonly kind: 'change'; readonly path: string; readonly change: FileChange }
  /** Lines that were read, from `startLine` on; of `totalLines` where that was told. */
  | { readonly kind: 'read'; readonly path: string; readonly eventId: string; readonly at: number; readonly content: TextValue; readonly startLine: number; readonly totalLines?: number }
  /** Something changed the file; it may be an edit of the agent that is told elsewhere. */
  | { readonly kind: 'notice'; readonly path: string; readonly eventId: string; readonly at: number };

/** More than these, the oldest are left out. */
export const MOST_WITNESSES = 5000;

/** After so many events a page may have its turn. */
const STRIDE = 4096;

/** What a recording says of one file, in the order of time, also under the names that it had before. */
export function* witnessSteps({ events, files }: Pick<SessionModel, 'events' | 'files'>, path: string): Generator<void, readonly FileWitness[], void> {
  const changesOf = changesByEvent(files);
  const items = itemsOf(events);
  const found: FileWitness[] = [];
  let name = path;
  for (let index = events.length - 1; index >= 0 && found.length < MOST_WITNESSES; index -= 1) {
    if (index % STRIDE === 0) yield;
    const event = items[index];
    const witness = event && witnessOf(event, name, changesOf);
    if (!witness) continue;
    const { oldPath } = witness.kind === 'change' ? witness.change : {};
    if (witness.path === name) {
      found.push(witness);
      if (witness.kind === 'change' && witness.change.change === 'renamed' && oldPath !== undefined) name = oldPath;
    } else if (witness.kind === 'change' && witness.change.change === 'renamed' && oldPath === name) {
      const { before: _before, after: _after, ...moved } = witness.change; // what it became is another file's
      found.push({ kind: 'change', path: name, change: { ...moved, path: name, change: 'deleted', hunks: [], added: 0, removed: 0 } });
    }
  }
  return found.reverse();
}

type ChangesOf = (path: string) => ReadonlyMap<string, FileChange>;

/** The changes of a file by their events, once somebody asks for the file. */
function changesByEvent(files: SessionModel['files']): ChangesOf {
  const known = new Map<string, ReadonlyMap<string, FileChange>>();
  return (path) => {
    const before = known.get(path);
    if (before) return before;
    const changes = new Map(files.filter((file) => file.path === path).flatMap((file) => file.changes.map((change) => [change.eventId, change] as const)));
    known.set(path, changes);
    return changes;
  };
}

function witnessOf({ id, record }: ReplayEvent, name: string, changesOf: ChangesOf): FileWitness | undefined {
  if (record.type !== 'file_diff' && record.type !== 'file_read' && record.type !== 'file_change') return undefined;
  const data = dataOf(record);
  const path = stringIn(data, 'path');
  if (path === undefined || (path !== name && stringIn(data, 'oldPath') !== name)) return undefined;
  if (record.type === 'file_diff') {
    const change = changesOf(path).get(id);
    return change && { kind: 'change', path: change.path, change };
  }
  if (record.type === 'file_change') return { kind: 'notice', path, eventId: id, at: record.at };
  const content = textIn(data, 'content');
  if (content === undefined || stringIn(data, 'mediaType') !== undefined) return undefined;
  const totalLines = numberIn(data, 'totalLines');
  return { kind: 'read', path, eventId: id, at: record.at, content, startLine: Math.max(1, Math.trunc(numberIn(data, 'startLine') ?? 1)), ...(totalLines !== undefined && { totalLines }) };
}

/** The large texts that a file's history is made of, each once: with them at hand, more of it is known. */
export function fileHistoryBlobs(model: Pick<SessionModel, 'events' | 'files'>, path: string): readonly BlobRef[] {
  const steps = fileHistoryBlobSteps(model, path);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** {@link fileHistoryBlobs} a little at a time, as {@link fileHistorySteps}. */
export function* fileHistoryBlobSteps(model: Pick<SessionModel, 'events' | 'files'>, path: string): Generator<void, readonly BlobRef[], void> {
  const blobs = new Map<string, BlobRef>();
  for (const witness of yield* witnessSteps(model, path)) {
    const values = witness.kind === 'change' ? [witness.change.before, witness.change.after, witness.change.hunksBlob] : witness.kind === 'read' ? [witness.content] : [];
    for (const value of values) if (isBlobRef(value) && value.encoding !== 'base64') blobs.set(value.$blob, value);
  }
  return [...blobs.values()];
}

import type { DiffHunk, ReviewAnchor } from '@playhead/protocol';
import type { FileChange, ReplayEvent, SessionModel, TouchedFile } from '../model/types.ts';
import type { AnchorPlace } from './locate-anchor.ts';
import { likelyLines, type LikelyLine } from './place-in-hunks.ts';

/** Where the line of a diff stands that an anchor means; `undefined` when no change of its file is left. */
export type LineFinder = (model: SessionModel, anchor: ReviewAnchor, event: ReplayEvent | undefined) => AnchorPlace | undefined;

/** Lines of fewer characters stand everywhere: such a one is taken for the same only with a line around it, or in its place. */
const TELLING = 4;

/**
 * Finds lines of diffs: in the change that the anchor names, else in the change of the file whose lines around it are the same, then the
 * nearest in time. Of a session that grows, only files that changed are looked at again.
 */
export function createLineFinder(): LineFinder {
  const placers = new WeakMap<readonly DiffHunk[], (anchor: ReviewAnchor) => LikelyLine | undefined>();
  const likely = ({ hunks }: FileChange, anchor: ReviewAnchor): LikelyLine | undefined => {
    const placer = placers.get(hunks) ?? likelyLines(hunks);
    placers.set(hunks, placer);
    return placer(anchor);
  };
  const changesOf = createChanges();
  const known = new WeakMap<ReviewAnchor, { readonly changes: readonly FileChange[]; readonly eventId: string | undefined; readonly place: AnchorPlace | undefined }>();
  return ({ files }, anchor, event) => {
    const changes = changesOf(files, anchor.path ?? '');
    const before = known.get(anchor);
    if (before?.changes === changes && before.eventId === event?.id) return before.place;
    const place = find(changes, anchor, event, likely);
    known.set(anchor, { changes, eventId: event?.id, place });
    return place;
  };
}

function find(changes: readonly FileChange[], anchor: ReviewAnchor, event: ReplayEvent | undefined, likely: (change: FileChange, anchor: ReviewAnchor) => LikelyLine | undefined): AnchorPlace | undefined {
  const own = changes.filter((change) => change.eventId === event?.id || (change.stepId !== undefined && change.stepId === (event?.stepId ?? anchor.call)));
  const best = bestOf(own, anchor, likely) ?? bestOf(changes.filter((change) => !own.includes(change)), anchor, likely);
  if (best) return { ...placeOfChange(best.change), ...(best.line === anchor.line ? { state: 'found' } : { state: 'moved', line: best.line }) };
  // What changed is not at hand while it stands in a value of its own: nothing says that the line is gone.
  const unread = (own.length > 0 ? own : nearestFirst(changes, anchor)).find(({ hunks, hunksBlob }) => hunks.length === 0 && hunksBlob !== undefined);
  if (unread) return { state: 'found', ...placeOfChange(unread) };
  const last = own[0] ?? changes.at(-1);
  return last && { state: 'outdated', ...placeOfChange(last) };
}

function bestOf(changes: readonly FileChange[], anchor: ReviewAnchor, likely: (change: FileChange, anchor: ReviewAnchor) => LikelyLine | undefined): { readonly change: FileChange; readonly line: number } | undefined {
  let best: { readonly change: FileChange; readonly line: number; readonly alike: number } | undefined;
  for (const change of nearestFirst(changes, anchor)) {
    const found = likely(change, anchor);
    if (found && (!best || found.alike > best.alike) && isTelling(found, anchor)) best = { change, line: found.line, alike: found.alike };
  }
  return best;
}

/** Whether a line with the quoted text is the one that was meant, and not one of many like it. */
function isTelling({ line, alike }: LikelyLine, { quote, line: wanted, before = [], after = [] }: ReviewAnchor): boolean {
  return quote === undefined || quote.trim().length >= TELLING || line === wanted || alike > 0 || before.length + after.length === 0;
}

function nearestFirst(changes: readonly FileChange[], { at }: ReviewAnchor): readonly FileChange[] {
  if (changes.length < 2) return changes;
  const distance = (change: FileChange): number => (at === undefined ? -change.at : Math.abs(change.at - at));
  return changes.toSorted((a, b) => distance(a) - distance(b));
}

function placeOfChange({ eventId, stepId }: FileChange): Omit<AnchorPlace, 'state'> {
  return { eventId, ...(stepId !== undefined && { stepId }) };
}

/** The changes of a file under any of its names: the same list as long as nothing of it changed. */
function createChanges(): (files: readonly TouchedFile[], path: string) => readonly FileChange[] {
  let seen: readonly TouchedFile[] | undefined;
  let byName = new Map<string, TouchedFile[]>();
  const lists = new Map<string, { readonly of: readonly TouchedFile[]; readonly changes: readonly FileChange[] }>();
  return (files, path) => {
    if (files !== seen) {
      byName = namesOf(files);
      seen = files;
    }
    const of = byName.get(path) ?? [];
    const before = lists.get(path);
    if (before && before.of.length === of.length && of.every((file, index) => file === before.of[index])) return before.changes;
    const changes = of.flatMap((file) => file.changes);
    lists.set(path, { of, changes });
    return changes;
  };
}

function namesOf(files: readonly TouchedFile[]): Map<string, TouchedFile[]> {
  const byName = new Map<string, TouchedFile[]>();
  for (const file of files) {
    for (const name of new Set([file.path, ...file.changes.flatMap(({ oldPath }) => oldPath ?? [])])) {
      const list = byName.get(name);
      if (list) list.push(file);
      else byName.set(name, [file]);
    }
  }
  return byName;
}

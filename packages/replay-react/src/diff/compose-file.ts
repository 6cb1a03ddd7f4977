import type { DiffHunk, TextValue } from '@playhead/protocol';
import type { FileChange } from '@playhead/replay-core';
import { atOnce, type Steps } from '../elements/in-slices.ts';
import { applyHunks, invertHunks } from './apply-hunks.ts';

/** How the changes of one file are shown as one. */
export type ComposedFile =
  /** As hunks, with the texts on both sides as far as they are known. */
  | { readonly kind: 'hunks'; readonly hunks: readonly DiffHunk[]; readonly before?: string; readonly after?: string }
  /** As two texts, whose difference is to be found. */
  | { readonly kind: 'texts'; readonly before: string; readonly after: string }
  /** Step by step, because the text between them is not known. */
  | { readonly kind: 'steps' };

/**
 * Puts the changes of one file together: a single one is its hunks; of several the texts before the first and after
 * the last are worked out from whatever the recording holds, a text anywhere and the hunks from there on.
 *
 * @param changes - The changes of one file, in order.
 * @param textOf - The text of a value; `undefined` where it is not at hand.
 */
export function composeFile(changes: readonly FileChange[], textOf?: (value: TextValue) => string | undefined): ComposedFile {
  return atOnce(composeSteps(changes, textOf));
}

/** The same in steps, one for each change. */
export function* composeSteps(changes: readonly FileChange[], textOf: (value: TextValue) => string | undefined = inPlace): Steps<ComposedFile> {
  const texts = yield* textsBetween(changes, textOf);
  const before = texts[0];
  const after = texts[changes.length];
  const only = changes.length === 1 ? changes[0] : undefined;
  if (only && only.hunks.length > 0) return { kind: 'hunks', hunks: only.hunks, ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
  return before !== undefined && after !== undefined ? { kind: 'texts', before, after } : { kind: 'steps' };
}

const inPlace = (value: TextValue): string | undefined => (typeof value === 'string' ? value : undefined);

/** The text before each change and after the last, as far as it can be known. */
function* textsBetween(changes: readonly FileChange[], textOf: (value: TextValue) => string | undefined): Steps<(string | undefined)[]> {
  const texts: (string | undefined)[] = changes.map(({ change, before }) => (
    before === null || (before === undefined && change === 'created') ? '' : before === undefined ? undefined : textOf(before)
  ));
  texts.push(undefined);
  for (const [index, { change, after, hunks }] of changes.entries()) {
    const known = after !== undefined ? textOf(after) : change === 'deleted' ? '' : undefined;
    const from = texts[index];
    const made = known ?? (from === undefined ? undefined : applyHunks(from, hunks));
    if (made !== undefined) texts[index + 1] = made;
    yield;
  }
  for (let index = changes.length - 1; index >= 0; index--) {
    const to = texts[index + 1];
    const hunks = changes[index]?.hunks ?? [];
    if (texts[index] === undefined && to !== undefined && hunks.length > 0) texts[index] = applyHunks(to, invertHunks(hunks));
    yield;
  }
  return texts;
}

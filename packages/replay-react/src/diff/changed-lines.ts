import { diffArrays } from 'diff';
import type { Steps } from '../elements/in-slices.ts';
import { createAnchors } from './line-anchors.ts';

/** So few lines are compared for the fewest changes; more are divided at lines that both texts have once. */
const FEW_LINES = 1000;
/** Stretches with more changes are taken as rewritten. */
const MOST_EDITS = 500;
/** How much is spent on looking for the fewest changes, in comparisons; beyond it, stretches are taken as rewritten too. */
const MOST_EFFORT = 4_000_000;
/** How often stretches are divided again. */
const DEEPEST = 8;

/** Lines of an old text that gave way to lines of a new one; places from 0, ends not included. One side may be empty. */
export interface Stretch {
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/**
 * Finds the lines that differ between two texts, in order. The time it takes grows with the lines, however much of them changed: what would
 * take long to compare counts as rewritten. The same lines always give the same result.
 *
 * @param olds - The old lines as numbers: the same line has the same number, below `count`.
 */
export function* changedLines(olds: Int32Array, news: Int32Array, count: number): Steps<readonly Stretch[]> {
  const anchorsIn = createAnchors(olds, news, count);
  const found: Stretch[] = [];
  const waiting: (Stretch & { readonly depth: number })[] = [{ oldFrom: 0, oldTo: olds.length, newFrom: 0, newTo: news.length, depth: 0 }];
  let effort = 0;
  const fewest = (part: Stretch): readonly Stretch[] | undefined => {
    if (effort >= MOST_EFFORT) return undefined;
    const stretches = fewestChanges(olds, news, part);
    const edits = stretches ? stretches.reduce((sum, { oldFrom, oldTo, newFrom, newTo }) => sum + oldTo - oldFrom + newTo - newFrom, 0) : MOST_EDITS;
    effort += edits * edits / 2;
    return stretches;
  };
  for (let part = waiting.pop(); part; part = waiting.pop()) {
    const { depth } = part;
    const rest = trimmed(olds, news, part);
    const lines = rest.oldTo - rest.oldFrom + rest.newTo - rest.newFrom;
    if (lines === 0) continue;
    yield;
    const oneSided = rest.oldTo === rest.oldFrom || rest.newTo === rest.newFrom;
    let stretches = oneSided ? [rest] : lines <= FEW_LINES ? fewest(rest) : undefined;
    if (!stretches && depth < DEEPEST) {
      const between = yield* anchorsIn(rest);
      if (between) {
        for (const one of between.toReversed()) waiting.push({ ...one, depth: depth + 1 });
        continue;
      }
    }
    stretches ??= (lines > FEW_LINES ? fewest(rest) : undefined) ?? [rest];
    for (const stretch of stretches) found.push(stretch);
  }
  return found;
}

/** A stretch without the lines that are the same at its ends. */
function trimmed(olds: Int32Array, news: Int32Array, { oldFrom, oldTo, newFrom, newTo }: Stretch): Stretch {
  while (oldFrom < oldTo && newFrom < newTo && olds[oldFrom] === news[newFrom]) [oldFrom, newFrom] = [oldFrom + 1, newFrom + 1];
  while (oldFrom < oldTo && newFrom < newTo && olds[oldTo - 1] === news[newTo - 1]) [oldTo, newTo] = [oldTo - 1, newTo - 1];
  return { oldFrom, oldTo, newFrom, newTo };
}

/** The fewest changes; `undefined` when they are many. */
function fewestChanges(olds: Int32Array, news: Int32Array, { oldFrom, oldTo, newFrom, newTo }: Stretch): readonly Stretch[] | undefined {
  const changes = diffArrays([...olds.subarray(oldFrom, oldTo)], [...news.subarray(newFrom, newTo)], { maxEditLength: MOST_EDITS });
  if (!changes) return undefined;
  const found: Stretch[] = [];
  let [oldAt, newAt] = [oldFrom, newFrom];
  let open: Stretch | undefined;
  for (const { added, removed, count } of changes) {
    const [oldNext, newNext] = [oldAt + (added ? 0 : count), newAt + (removed ? 0 : count)];
    if (added || removed) open = { oldFrom: open?.oldFrom ?? oldAt, newFrom: open?.newFrom ?? newAt, oldTo: oldNext, newTo: newNext };
    else if (open) {
      found.push(open);
      open = undefined;
    }
    [oldAt, newAt] = [oldNext, newNext];
  }
  return open ? [...found, open] : found;
}

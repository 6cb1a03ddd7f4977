import type { Steps } from '../elements/in-slices.ts';
import type { Stretch } from './changed-lines.ts';

/** After so many lines the page may have its turn. */
const STRIDE = 16_384;

/**
 * Divides stretches of two texts at the lines that each of them has once and that follow each other in the same order: the most of them
 * that do. Such lines hardly ever are the same by chance, which is why a "patience diff" begins with them.
 *
 * @returns What lies between them, in order, where anything does; `undefined` where there are none.
 */
export function createAnchors(olds: Int32Array, news: Int32Array, count: number): (part: Stretch) => Steps<readonly Stretch[] | undefined> {
  // How often a line is in each text, and where; wiped after each use.
  const inOld = new Int32Array(count);
  const inNew = new Int32Array(count);
  const place = new Int32Array(count);
  return function* divide({ oldFrom, oldTo, newFrom, newTo }) {
    for (let at = oldFrom; at < oldTo; at += 1) {
      const line = olds[at] ?? 0;
      inOld[line] = (inOld[line] ?? 0) + 1;
      if (at % STRIDE === 0) yield;
    }
    for (let at = newFrom; at < newTo; at += 1) {
      const line = news[at] ?? 0;
      inNew[line] = (inNew[line] ?? 0) + 1;
      place[line] = at;
      if (at % STRIDE === 0) yield;
    }
    const pairs: Pair[] = [];
    for (let at = oldFrom; at < oldTo; at += 1) {
      const line = olds[at] ?? 0;
      if (inOld[line] === 1 && inNew[line] === 1) pairs.push({ old: at, new: place[line] ?? 0, before: undefined });
      if (at % STRIDE === 0) yield;
    }
    for (let at = oldFrom; at < oldTo; at += 1) inOld[olds[at] ?? 0] = 0;
    for (let at = newFrom; at < newTo; at += 1) inNew[news[at] ?? 0] = 0;
    yield;
    const rise = yield* longestRise(pairs);
    if (rise.length === 0) return undefined;
    const between: Stretch[] = [];
    let [oldAt, newAt] = [oldFrom, newFrom];
    for (const pair of [...rise, { old: oldTo, new: newTo }]) {
      if (pair.old > oldAt || pair.new > newAt) between.push({ oldFrom: oldAt, oldTo: pair.old, newFrom: newAt, newTo: pair.new });
      [oldAt, newAt] = [pair.old + 1, pair.new + 1];
    }
    return between;
  };
}

interface Pair {
  readonly old: number;
  readonly new: number;
  before: Pair | undefined;
}

/** The most pairs whose new places rise as their old ones do. */
function* longestRise(pairs: readonly Pair[]): Steps<readonly Pair[]> {
  const ends: Pair[] = []; // of rises of each length, the one that ends lowest
  for (const [index, pair] of pairs.entries()) {
    if (index % STRIDE === STRIDE - 1) yield;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((ends[middle]?.new ?? 0) < pair.new) low = middle + 1;
      else high = middle;
    }
    pair.before = ends[low - 1];
    ends[low] = pair;
  }
  yield;
  const rise: Pair[] = [];
  for (let pair = ends.at(-1); pair; pair = pair.before) rise.push(pair);
  return rise.reverse();
}

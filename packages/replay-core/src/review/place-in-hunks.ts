import type { DiffHunk, ReviewAnchor } from '@playhead/protocol';

/** Lines of context that an anchor keeps on each side. */
const CONTEXT = 3;
/** Longest line that an anchor quotes. */
const MOST_QUOTE = 500;

/** A line of a diff. */
export interface LinePlace {
  /** Place of the hunk among the hunks. */
  readonly hunk: number;
  /** Place of the line among the lines of the hunk. */
  readonly index: number;
  /** Its number on the side that was asked for. */
  readonly line: number;
}

type Side = NonNullable<ReviewAnchor['side']>;

interface SideLine extends LinePlace {
  readonly text: string;
}

/** A line that an anchor may mean, and how many of the lines around it are the same. */
export interface LikelyLine extends LinePlace {
  readonly alike: number;
}

/**
 * Finds the line that an anchor means in a diff: by its text, and of several such lines the one with the same lines around it, then
 * the nearest. An anchor without a quote goes by the number alone.
 *
 * @returns undefined when the diff has no such line.
 */
export function placeInHunks(hunks: readonly DiffHunk[], anchor: ReviewAnchor): LinePlace | undefined {
  return createLinePlacer(hunks)(anchor);
}

/**
 * {@link placeInHunks} for many anchors: the lines of the diff are looked up once.
 *
 * @example
 * ```ts
 * const place = createLinePlacer(model.files[0]?.changes[0]?.hunks ?? []);
 * const lines = projectReview(annotations).threads.map((each) => place(each.anchor)?.line);
 * ```
 */
export function createLinePlacer(hunks: readonly DiffHunk[]): (anchor: ReviewAnchor) => LinePlace | undefined {
  const find = likelyLines(hunks);
  return (anchor) => {
    const found = find(anchor);
    return found && { hunk: found.hunk, index: found.index, line: found.line };
  };
}

/** {@link createLinePlacer} with how sure it is. Internal. */
export function likelyLines(hunks: readonly DiffHunk[]): (anchor: ReviewAnchor) => LikelyLine | undefined {
  const sides = new Map<Side, SideLines>();
  return ({ side = 'new', line = 1, quote, before = [], after = [] }) => {
    const { lines, byText } = sides.get(side) ?? linesOf(hunks, side, sides);
    if (quote === undefined) {
      const found = lines.find((each) => each.line === line);
      return found && { ...found, alike: 0 };
    }
    let best: LikelyLine | undefined;
    for (const index of byText().get(quote.slice(0, MOST_QUOTE)) ?? []) {
      const each = lines[index];
      if (!each) continue;
      const alike = around(lines, index, -1, before.toReversed()) + around(lines, index, 1, after);
      if (!best || alike > best.alike || (alike === best.alike && Math.abs(each.line - line) < Math.abs(best.line - line))) best = { ...each, alike };
    }
    return best;
  };
}

/** The lines of one side of a diff. */
interface SideLines {
  readonly lines: readonly SideLine[];
  /** Where each text stands among them; looked up when it is first asked for. */
  readonly byText: () => ReadonlyMap<string, readonly number[]>;
}

function linesOf(hunks: readonly DiffHunk[], side: Side, known: Map<Side, SideLines>): SideLines {
  const lines = hunks.flatMap((hunk, place) => linesOfSide(hunk, place, side));
  let places: Map<string, number[]> | undefined;
  const byText = (): ReadonlyMap<string, readonly number[]> => {
    if (places) return places;
    places = new Map();
    for (const [index, { text }] of lines.entries()) {
      const name = text.slice(0, MOST_QUOTE);
      const same = places.get(name);
      if (same) same.push(index);
      else places.set(name, [index]);
    }
    return places;
  };
  const found = { lines, byText };
  known.set(side, found);
  return found;
}

/** How many lines next to a line are the wanted ones, the nearest first. */
function around(lines: readonly SideLine[], index: number, by: 1 | -1, wanted: readonly string[]): number {
  let count = 0;
  for (; count < wanted.length; count += 1) {
    const next = lines[index + by * (count + 1)];
    if (next?.hunk !== lines[index]?.hunk || next?.text.slice(0, MOST_QUOTE) !== wanted[count]?.slice(0, MOST_QUOTE)) break;
  }
  return count;
}

/**
 * What an anchor says of a line of a diff: its side, its number, its text and the lines around it.
 *
 * @param index - Place of the line among the lines of the hunk.
 * @returns undefined where there is no line that counts.
 */
export function quoteLine(hunk: DiffHunk, index: number): Pick<ReviewAnchor, 'side' | 'line' | 'quote' | 'before' | 'after'> | undefined {
  const side: Side = hunk.lines[index]?.startsWith('-') ? 'old' : 'new';
  const lines = linesOfSide(hunk, 0, side);
  const at = lines.findIndex((each) => each.index === index);
  const found = lines[at];
  if (!found) return undefined;
  const cut = (list: readonly SideLine[]): readonly string[] => list.map(({ text }) => text.slice(0, MOST_QUOTE));
  return { side, line: found.line, quote: found.text.slice(0, MOST_QUOTE), before: cut(lines.slice(Math.max(0, at - CONTEXT), at)), after: cut(lines.slice(at + 1, at + 1 + CONTEXT)) };
}

function linesOfSide({ oldStart, newStart, lines }: DiffHunk, hunk: number, side: Side): readonly SideLine[] {
  let number = Math.max(1, side === 'old' ? oldStart : newStart);
  return lines.flatMap((line, index) => {
    const sign = line[0];
    if (sign === '\\' || sign === (side === 'old' ? '+' : '-')) return [];
    return [{ hunk, index, line: number++, text: line.slice(1) }];
  });
}

import type { DiffHunk } from '@playhead/protocol';

/**
 * What a hunk does, line by line. A line here is what `text.split('\n')` gives: a text that ends in a line feed has an empty line at its
 * end, so notes on a missing line feed are lines that come or go.
 */
export type LineOperation =
  | { readonly kind: 'keep' | 'drop'; readonly text: string }
  | { readonly kind: 'add'; readonly text: string };

/** A hunk as operations on a file. */
export interface PlacedOperations {
  /** Lines before the first operation, counted from the beginning of the old file. */
  readonly start: number;
  readonly operations: readonly LineOperation[];
  /** Whether nothing may follow the last operation. */
  readonly ends: boolean;
}

/** The operations of hunks, in their order. Lines that go and come back unchanged at the edges of a change stay. */
export function operationsOf(hunks: readonly DiffHunk[]): readonly PlacedOperations[] {
  let shift = 0;
  return hunks.map((hunk) => {
    const [olds, news] = [countOf(hunk, '-'), countOf(hunk, '+')];
    // Tools differ in how they number a side without lines; the other side is then the one to go by.
    const start = olds > 0 || news === 0 ? hunk.oldStart - 1 : hunk.newStart - 1 - shift;
    shift += news - olds;
    return { start: Math.max(0, start), ...readLines(hunk) };
  });
}

function countOf({ lines }: DiffHunk, sign: string): number {
  return lines.filter((line) => line.startsWith(' ') || line.startsWith(sign)).length;
}

function readLines({ lines }: DiffHunk): Omit<PlacedOperations, 'start'> {
  const operations: LineOperation[] = [];
  let drops: string[] = [];
  let adds: string[] = [];
  let [oldEnds, newEnds, last] = [false, false, ''];
  const flush = (): void => {
    for (const operation of changeOf(drops, adds)) operations.push(operation);
    [drops, adds] = [[], []];
  };
  for (const line of lines) {
    const sign = line.charAt(0);
    if (sign === '-') drops.push(line.slice(1));
    else if (sign === '+') adds.push(line.slice(1));
    else if (sign === '\\') {
      oldEnds ||= last !== '+';
      newEnds ||= last !== '-';
      continue;
    } else {
      flush();
      operations.push({ kind: 'keep', text: line.slice(1) });
    }
    last = sign;
  }
  if (oldEnds && !newEnds) adds.push('');
  if (newEnds && !oldEnds) drops.push('');
  flush();
  return { operations, ends: oldEnds || newEnds };
}

function changeOf(drops: readonly string[], adds: readonly string[]): LineOperation[] {
  const most = Math.min(drops.length, adds.length);
  let head = 0;
  while (head < most && drops[head] === adds[head]) head += 1;
  let tail = 0;
  while (tail < most - head && drops.at(-1 - tail) === adds.at(-1 - tail)) tail += 1;
  const as = <Kind extends LineOperation['kind']>(kind: Kind, texts: readonly string[]): { readonly kind: Kind; readonly text: string }[] => texts.map((text) => ({ kind, text }));
  return [
    ...as('keep', drops.slice(0, head)), ...as('drop', drops.slice(head, drops.length - tail)), ...as('add', adds.slice(head, adds.length - tail)), ...as('keep', drops.slice(drops.length - tail)),
  ];
}

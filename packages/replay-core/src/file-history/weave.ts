import type { DiffHunk } from '@playhead/protocol';
import { operationsOf, type PlacedOperations } from './hunk-operations.ts';
import { Editor, Reader, sizeOf, type Atom, type Stretch } from './weave-walk.ts';

const LINE_FEED = 10;

/** A hunk or text that reaches further than this is not taken for true. */
export const MOST_LINES = 500_000;

/** Lines next to each other that one point wrote. */
export interface WovenLines {
  readonly born: number;
  readonly lines: (string | undefined)[];
  /** Whether more may follow, nobody knows how many. */
  readonly open: boolean;
}

/**
 * Every line that a file ever had, in order, each with the points that wrote and removed it: so the file of any moment is the
 * lines that lived then. A line is what `text.split('\n')` gives.
 */
export class Weave {
  readonly #head: Atom = { stretch: { lines: [], length: 0 }, from: 0, count: 0, born: 0, died: -2, next: undefined, nextStanding: undefined };
  /** What was last found to fit, as long as nothing changed since. */
  #checked: { readonly hunks: readonly DiffHunk[]; readonly placed: readonly PlacedOperations[]; readonly learned: readonly (() => void)[] } | undefined;

  /** The lines after a point. */
  at(point: number): readonly WovenLines[] {
    const found: { born: number; lines: (string | undefined)[]; open: boolean }[] = [];
    for (let atom = this.#head.next; atom; atom = atom.next) {
      if (atom.born > point || atom.died <= point) continue;
      const { lines, length } = atom.stretch;
      const open = length === Infinity && atom.count === Infinity;
      const count = open ? Math.max(0, lines.length - atom.from) : sizeOf(atom);
      const last = found.at(-1);
      const target = last?.born === atom.born ? last : { born: atom.born, lines: [], open: false };
      if (target !== last) found.push(target);
      for (let index = atom.from; index < atom.from + count; index += 1) target.lines.push(lines[index]);
      target.open = open;
    }
    return found.filter(({ lines, open }) => lines.length > 0 || open);
  }

  /** Removes everything. */
  clear(point: number): void {
    this.#edit().drop(Infinity, point);
  }

  /** Puts lines at the end; without lines, nobody knows how many. */
  append(lines: string[] | undefined, point: number): void {
    const editor = this.#edit();
    editor.skip(Infinity);
    editor.add(lines ? { lines, length: lines.length } : { lines: [], length: Infinity }, point);
  }

  /** Whether hunks fit what is known of the lines that stand. */
  fits(hunks: readonly DiffHunk[]): boolean {
    if (this.#checked?.hunks === hunks) return true;
    const placed = operationsOf(hunks);
    const learned = this.#check(placed);
    this.#checked = learned && { hunks, placed, learned };
    return learned !== undefined;
  }

  /** @returns Whether the hunks fit; where they do not, nothing was changed. */
  apply(hunks: readonly DiffHunk[], point: number): boolean {
    if (!this.fits(hunks) || !this.#checked) return false;
    const { placed, learned } = this.#checked;
    for (const keep of learned) keep();
    const editor = this.#edit();
    const stretch: Stretch = { lines: [], length: 0 };
    let at = 0;
    for (const { start, operations } of placed) {
      editor.skip(start - at);
      at = start;
      for (let index = 0; index < operations.length;) {
        const kind = operations[index]?.kind;
        let end = index;
        while (operations[end]?.kind === kind) end += 1;
        if (kind === 'add') {
          const from = stretch.lines.length;
          for (const { text } of operations.slice(index, end)) stretch.lines.push(text);
          stretch.length = stretch.lines.length;
          editor.add(stretch, point, from, end - index);
        } else {
          if (kind === 'keep') editor.skip(end - index);
          else editor.drop(end - index, point);
          at += end - index;
        }
        index = end;
      }
    }
    return true;
  }

  #edit(): Editor {
    this.#checked = undefined;
    return new Editor(this.#head);
  }

  /** What there is to learn of hunks that fit; `undefined` for those that do not. */
  #check(placed: readonly PlacedOperations[]): readonly (() => void)[] | undefined {
    const reader = new Reader(this.#head);
    const learned: (() => void)[] = [];
    let at = 0;
    for (const { start, operations, ends } of placed) {
      if (start < at || start + operations.length > MOST_LINES || !reader.skip(start - at)) return undefined;
      at = start;
      for (const { kind, text } of operations) {
        if (kind === 'add') continue;
        const line = reader.next();
        if (!line) return undefined;
        if (line.text === undefined) learned.push(() => line.learn(text));
        else if (line.text !== text && !alike(line.text, text)) return undefined;
        at += 1;
      }
      if (!ends) continue;
      const close = reader.close();
      if (!close) return undefined;
      learned.push(close);
    }
    return learned;
  }

  /**
   * Learns lines that the file has.
   *
   * @param from - Lines before the first, counted from the beginning.
   * @param ends - Whether nothing follows them.
   * @returns Whether they fit; where they do not, nothing was learned.
   */
  learn(text: string, from: number, ends: boolean): boolean {
    const reader = new Reader(this.#head);
    const learned: (() => void)[] = [];
    if (from > MOST_LINES || !reader.skip(from)) return false;
    for (let at = 0, count = from; at <= text.length; count += 1) {
      const line = reader.next();
      if (!line || count > MOST_LINES) return false;
      const known = line.text;
      const after = at + (known?.length ?? 0);
      if (known !== undefined && text.startsWith(known, at) && (after === text.length || text.charCodeAt(after) === LINE_FEED)) {
        at = after + 1;
        continue;
      }
      const end = text.indexOf('\n', at);
      const told = text.slice(at, end < 0 ? undefined : end);
      if (known !== undefined && !alike(told, known)) return false;
      learned.push(() => line.learn(told));
      at += told.length + 1;
    }
    const close = ends ? reader.close() : undefined;
    if (ends && !close) return false;
    this.#checked = undefined;
    for (const keep of learned) keep();
    close?.();
    return true;
  }

  /** Replaces what differs from a text: lines between the common beginning and the common end. */
  replace(text: string, point: number): void {
    const lines = text.split('\n');
    const known = this.at(Number.MAX_SAFE_INTEGER);
    const old = known.flatMap((woven) => woven.lines);
    const most = Math.min(old.length, lines.length);
    const same = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && (a === b || alike(b, a));
    let head = 0;
    while (head < most && same(old[head], lines[head])) head += 1;
    let tail = 0;
    while (!known.some(({ open }) => open) && tail < most - head && same(old.at(-1 - tail), lines.at(-1 - tail))) tail += 1;
    const editor = this.#edit();
    editor.skip(head);
    editor.drop(tail === 0 ? Infinity : old.length - head - tail, point);
    const added = lines.slice(head, lines.length - tail);
    editor.add({ lines: added, length: added.length }, point);
  }
}

/** Some clients write two spaces for each tab that a line of a patch begins with. */
function alike(line: string, told: string): boolean {
  return line.startsWith('\t') && line.replace(/^\t+/, (tabs) => '  '.repeat(tabs.length)) === told;
}

import type { Rule } from '../rules/rule.ts';

/** A rule and how long the keyword is that ends here. */
export interface KeywordEnd { readonly rule: Rule; readonly order: number; readonly length: number }

/** Finds all keywords in one pass, whatever their number: an automaton after Aho and Corasick. Letters count in any case. */
export interface KeywordAutomaton {
  /** The class of each ASCII character; 0 stands in no keyword. */
  readonly classes: Uint8Array;
  readonly width: number;
  /** The next state, by state × width + class. */
  readonly next: Uint16Array;
  /** What ends in a state; empty for most. */
  readonly ends: readonly (readonly KeywordEnd[] | undefined)[];
}

/** Builds the automaton of the keywords of rules. Takes some milliseconds. */
export function buildAutomaton(rules: readonly Rule[]): KeywordAutomaton {
  const classes = new Uint8Array(128);
  let width = 1;
  for (const char of new Set(rules.flatMap(({ keywords }) => keywords).join(''))) {
    const code = char.charCodeAt(0);
    classes[code] = width;
    const upper = char.toUpperCase().charCodeAt(0);
    if (upper < 128) classes[upper] = width;
    width += 1;
  }
  const edges: Map<number, number>[] = [new Map()];
  const ends: KeywordEnd[][] = [[]];
  rules.forEach((rule, order) => {
    for (const keyword of new Set(rule.keywords)) {
      let state = 0;
      for (const char of keyword) {
        const letter = classes[char.charCodeAt(0)] ?? 0;
        let to = edges[state]?.get(letter);
        if (to === undefined) {
          to = edges.push(new Map()) - 1;
          ends.push([]);
          edges[state]?.set(letter, to);
        }
        state = to;
      }
      ends[state]?.push({ rule, order, length: keyword.length });
    }
  });
  const next = new Uint16Array(edges.length * width);
  const fallback = new Uint16Array(edges.length);
  const queue = [0];
  for (let place = 0; place < queue.length; place += 1) {
    const state = queue[place] ?? 0;
    const fall = fallback[state] ?? 0;
    for (let letter = 1; letter < width; letter += 1) {
      const to = edges[state]?.get(letter);
      const other = state === 0 ? 0 : (next[fall * width + letter] ?? 0);
      if (to === undefined) next[state * width + letter] = other;
      else {
        next[state * width + letter] = to;
        fallback[to] = other;
        ends[to]?.push(...(ends[other] ?? []));
        queue.push(to);
      }
    }
  }
  return { classes, width, next, ends: ends.map((list) => (list.length > 0 ? list.toSorted((a, b) => a.order - b.order) : undefined)) };
}

import { PlayheadError } from '@playhead/protocol';
import type { Rule } from '../rules/rule.ts';

/** A rule and how long the keyword is that ends here. */
export interface KeywordEnd { readonly rule: Rule; readonly order: number; readonly length: number }

/**
 * Finds all keywords in one pass, whatever their number: an automaton after Aho and Corasick. Letters count in any case.
 * A state is written as its place in `next`, so that a step is one addition and one look-up.
 */
export interface KeywordAutomaton {
  /** The class of each ASCII character; 0 stands in no keyword. */
  readonly classes: Uint8Array;
  /** How many classes there are. */
  readonly width: number;
  /** The next state, by state + class. */
  readonly next: Uint16Array;
  /** Keywords end in this state and in all behind it. */
  readonly firstEnd: number;
  /** What ends there, by (state − firstEnd) ÷ width. */
  readonly ends: readonly (readonly KeywordEnd[])[];
  readonly rules: number;
}

/** Places have 16 bits: a table of half the size stays in the nearer cache. */
const MOST_PLACES = 65_536;

interface State { readonly edges: Map<number, State>; readonly ends: KeywordEnd[]; fallback: State | undefined; place: number }

/** Builds the automaton of the keywords of rules. Takes some milliseconds. */
export function buildAutomaton(rules: readonly Rule[]): KeywordAutomaton {
  const { classes, width } = classify(rules.flatMap(({ keywords }) => keywords).join(''));
  const root = newState();
  rules.forEach((rule, order) => {
    for (const keyword of new Set(rule.keywords)) {
      let state = root;
      for (const char of keyword) {
        const letter = classes[char.charCodeAt(0)] ?? 0;
        const to = state.edges.get(letter) ?? newState();
        state.edges.set(letter, to);
        state = to;
      }
      state.ends.push({ rule, order, length: keyword.length });
    }
  });
  const states = linkFallbacks(root);
  const quiet = states.filter(({ ends }) => ends.length === 0);
  const loud = states.filter(({ ends }) => ends.length > 0);
  [...quiet, ...loud].forEach((state, index) => { state.place = index * width; });
  if (states.length * width > MOST_PLACES) throw new PlayheadError('internal', 'The redaction rules have more keywords than their automaton has places for, so nothing is recorded. Report this as a fault.');
  const next = new Uint16Array(states.length * width);
  for (const state of states) { // in the order of depth: what a fallback leads to is known
    for (let letter = 1; letter < width; letter += 1) {
      const to = state.edges.get(letter)?.place ?? (state.fallback ? next[state.fallback.place + letter] : 0);
      next[state.place + letter] = to ?? 0;
    }
  }
  return { classes, width, next, firstEnd: quiet.length * width, ends: loud.map(({ ends }) => ends.toSorted((a, b) => a.order - b.order)), rules: rules.length };
}

function newState(): State {
  return { edges: new Map(), ends: [], fallback: undefined, place: 0 };
}

/** All states by depth, each with the state of its longest proper end. */
function linkFallbacks(root: State): State[] {
  const states = [root];
  for (const state of states) {
    for (const [letter, to] of state.edges) {
      let fallback = state.fallback;
      while (fallback && !fallback.edges.has(letter)) fallback = fallback.fallback;
      to.fallback = fallback?.edges.get(letter) ?? root;
      to.ends.push(...to.fallback.ends);
      states.push(to);
    }
  }
  return states;
}

function classify(keywords: string): { classes: Uint8Array; width: number } {
  const classes = new Uint8Array(128);
  let width = 1;
  for (const char of new Set(keywords)) {
    classes[char.charCodeAt(0)] = width;
    const upper = char.toUpperCase().charCodeAt(0);
    if (upper < 128) classes[upper] = width;
    width += 1;
  }
  return { classes, width };
}

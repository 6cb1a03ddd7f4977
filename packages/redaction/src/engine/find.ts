import { ruleKinds, rules } from '../rules/all.ts';
import type { Report, Rule } from '../rules/rule.ts';
import { bareText, mayHaveEscapes } from './bare-text.ts';
import type { Deadline } from './deadline.ts';
import { buildAutomaton } from './keywords.ts';
import { ENGINE_KINDS, markersIn } from './pseudonym.ts';
import { scan } from './scan.ts';
import { mergeSpans, subtractSpans, type Span } from './span.ts';
import type { UserMatcher } from './user-rules.ts';

/** Finds what has to go. */
export interface Finder {
  readonly kinds: ReadonlySet<string>;
  /**
   * Looks at a text from a place on; what stands before it gives context only. Spans are in order, do not overlap, and none
   * goes over the end of a line. What could not be looked at in time is a span of the kind `UNSCANNED`.
   */
  find(text: string, from: number, deadline: Deadline): Span[];
}

/** Longest run without a space that is held to be one token when time runs out within it. */
const TOKEN = 4096;
const SHORTEST = 5;

/** Makes a finder of the rules of this package and of a user. */
export function createFinder(options: { userRules?: readonly UserMatcher[]; except?: readonly string[]; builtIn?: readonly Rule[] } = {}): Finder {
  const { userRules = [], except = [], builtIn = rules } = options;
  const automaton = buildAutomaton(builtIn);
  const kinds = new Set([...ruleKinds, ...ENGINE_KINDS, ...userRules.flatMap((rule) => rule.kinds)]);
  const left = new Set(except);
  return {
    kinds,
    find(text, from, deadline) {
      if (text.length - from < SHORTEST) return [];
      const spans: Span[] = [];
      const report = (start: number, end: number, kind: string): void => {
        if (start >= from && !left.has(kind)) spans.push({ start, end, kind });
      };
      let reached = scan(automaton, text, 0, text.length, report, deadline);
      const bare = reached === text.length && mayHaveEscapes(text) ? bareText(text) : undefined;
      if (bare) {
        const reportBare: Report = (start, end, kind) => {
          const { start: rawStart, end: rawEnd } = bare.original(start, end);
          report(rawStart, rawEnd, kind);
        };
        for (const { start, end } of bare.changed) {
          const all = scan(automaton, bare.text, start, end, reportBare, deadline);
          if (all === end) continue;
          reached = all === 0 ? 0 : bare.original(all - 1, all).end;
          break;
        }
      }
      for (const rule of userRules) {
        if (reached < text.length) break;
        reached = findByLine(text, rule, report, deadline);
      }
      if (reached < text.length) spans.push({ start: Math.max(from, tokenStart(text, reached)), end: text.length, kind: 'UNSCANNED' });
      if (spans.length === 0) return spans;
      return subtractSpans(mergeSpans(spans.flatMap((span) => inLines(text, span))), markersIn(text, kinds));
    },
  };
}

function findByLine(text: string, rule: UserMatcher, report: (start: number, end: number, kind: string) => void, deadline: Deadline): number {
  for (let start = 0; start < text.length;) {
    if (deadline.passed()) return start;
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const offset = start;
    rule.find(text.slice(start, end), (from, to, kind) => { report(offset + from, offset + to, kind); });
    start = end + 1;
  }
  return text.length;
}

function tokenStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < TOKEN && !/\s/.test(text.charAt(start - 1))) start -= 1;
  return start;
}

/** Spans end where lines do, so that a text keeps its lines; what nobody looked at goes in one piece. */
function inLines(text: string, span: Span): Span[] {
  if (span.kind === 'UNSCANNED') return [span];
  const newline = text.indexOf('\n', span.start);
  if (newline < 0 || newline >= span.end) return [span];
  const first = newline > span.start ? [{ ...span, end: newline }] : [];
  return [...first, ...(newline + 1 < span.end ? inLines(text, { ...span, start: newline + 1 }) : [])];
}

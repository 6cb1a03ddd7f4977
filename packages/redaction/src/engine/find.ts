import { ruleKinds } from '../rules/all.ts';
import type { Report } from '../rules/rule.ts';
import { bareText, mayHaveEscapes } from './bare-text.ts';
import { builtInAutomaton } from './built-in.ts';
import type { Deadline } from './deadline.ts';
import { withoutDiffMarks } from './diff-marks.ts';
import type { KeywordAutomaton } from './keywords.ts';
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
/** How much before a line, in whole lines, is looked at again with it. */
const CONTEXT = 1024;
/** How often a text is looked at again after something was found. */
const MOST_ROUNDS = 4;

/** A result is told twice: by the tool, and as the model was shown it. Texts of this length are remembered, in characters, the last few of them. */
const WORTH = 512;
const MOST_WORTH = 256 * 1024;
const REMEMBERED = 4;

/** Makes a finder of the rules of this package and of a user. */
export function createFinder(options: { userRules?: readonly UserMatcher[]; except?: readonly string[] } = {}): Finder {
  const { userRules = [], except = [] } = options;
  const kinds = new Set([...ruleKinds, ...ENGINE_KINDS, ...userRules.flatMap((rule) => rule.kinds)]);
  const left = new Set(except);
  const recent: { readonly text: string; readonly spans: readonly Span[] }[] = [];

  function findAnew(given: string, from: number, deadline: Deadline): { spans: Span[]; inTime: boolean } {
    const text = withoutDiffMarks(given);
    const look: Look = { automaton: builtInAutomaton, userRules, left, deadline };
    const first = lookAt(text, wholeOf(text), look);
    const markers = markersIn(text, kinds);
    let spans = subtractSpans(first.spans, markers);
    let { reached } = first;
    // What stands beside a secret may be one too and is only seen as such when the secret is gone.
    for (let round = 0; round < MOST_ROUNDS && spans.length > 0 && reached === text.length; round += 1) {
      const more = lookBeside(text, spans, look);
      const united = mergeSpans([...spans, ...subtractSpans(more.spans, markers)]);
      if (more.late) reached = from;
      if (covered(united) === covered(spans)) break;
      spans = united;
    }
    if (reached < text.length) spans = mergeSpans([...spans, { start: Math.max(from, tokenStart(text, reached)), end: text.length, kind: 'UNSCANNED' }]);
    const own = spans.flatMap((span) => (span.end <= from ? [] : [{ ...span, start: Math.max(span.start, from) }]));
    return { spans: subtractSpans(own, markers), inTime: reached >= text.length };
  }

  return {
    kinds,
    find(given, from, deadline) {
      if (given.length - from < SHORTEST) return [];
      if (from > 0 || given.length < WORTH || given.length > MOST_WORTH) return findAnew(given, from, deadline).spans;
      const known = recent.find(({ text }) => text === given);
      if (known) return [...known.spans];
      const { spans, inTime } = findAnew(given, 0, deadline);
      if (!inTime) return spans; // another time there may be more of it
      recent.push({ text: given, spans: [...spans] });
      if (recent.length > REMEMBERED) recent.shift();
      return spans;
    },
  };
}

interface Look { readonly automaton: KeywordAutomaton; readonly userRules: readonly UserMatcher[]; readonly left: ReadonlySet<string>; readonly deadline: Deadline }
interface Stretch { readonly start: number; readonly end: number }

/** Looks once at stretches of a text, and at the same text without its escapes. */
function lookAt(text: string, stretches: readonly Stretch[], look: Look): { spans: Span[]; reached: number } {
  const { automaton, userRules, left, deadline } = look;
  const spans: Span[] = [];
  const report: Report = (start, end, kind) => {
    if (!left.has(kind)) spans.push({ start, end, kind });
  };
  let reached = text.length;
  for (const { start, end } of stretches) {
    const all = scan(automaton, text, start, end, report, deadline);
    if (all < end) { reached = all; break; }
  }
  const bare = reached === text.length && mayHaveEscapes(text) ? bareText(text) : undefined;
  for (const { start, end } of bare?.changed ?? []) {
    if (!bare) break;
    const all = scan(automaton, bare.text, start, end, (from, to, kind) => {
      const original = bare.original(from, to);
      report(original.start, original.end, kind);
    }, deadline);
    if (all < end) { reached = all === 0 ? 0 : bare.original(all - 1, all).end; break; }
  }
  for (const rule of userRules) {
    if (reached < text.length) break;
    reached = findByLine(text, rule, report, deadline);
  }
  return { spans: spans.length === 0 ? spans : mergeSpans(spans.flatMap((span) => inLines(text, span))), reached };
}

function wholeOf(text: string): Stretch[] {
  return [{ start: 0, end: text.length }];
}

/** Looks again at the lines in which spans stand, as if the spans were pseudonyms. */
function lookBeside(text: string, spans: readonly Span[], look: Look): { spans: Span[]; late: boolean } {
  const found: Span[] = [];
  for (const { start, end } of linesOf(text, spans)) {
    const before = text.indexOf('\n', Math.max(0, start - CONTEXT)) + 1;
    const from = start <= CONTEXT ? 0 : before > 0 && before < start ? before : start;
    const masked = mask(text, spans, from, end);
    const line = lookAt(masked, wholeOf(masked), look);
    if (line.reached < masked.length) return { spans: found, late: true };
    for (const span of line.spans) found.push({ ...span, start: span.start + from, end: span.end + from });
  }
  return { spans: found, late: false };
}

/** The lines in which spans stand. */
function linesOf(text: string, spans: readonly Span[]): Stretch[] {
  const lines: Stretch[] = [];
  for (const span of spans) {
    const last = lines.at(-1);
    if (last && span.start <= last.end) continue;
    const newline = text.indexOf('\n', span.end);
    lines.push({ start: text.lastIndexOf('\n', span.start) + 1, end: newline < 0 ? text.length : newline });
  }
  return lines;
}

/** A part of a text with brackets where spans are, as pseudonyms have them. */
function mask(text: string, spans: readonly Span[], from: number, to: number): string {
  let masked = '';
  let at = from;
  for (let index = firstAfter(spans, from); index < spans.length; index += 1) {
    const span = spans[index];
    if (!span || span.start >= to) break;
    const start = Math.max(span.start, from);
    const end = Math.min(span.end, to);
    masked += text.slice(at, start) + (end - start === 1 ? ']' : `${'['.repeat(end - start - 1)}]`);
    at = end;
  }
  return masked + text.slice(at, to);
}

/** The first span that ends behind a place. */
function firstAfter(spans: readonly Span[], place: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function covered(spans: readonly Span[]): number {
  let sum = 0;
  for (const { start, end } of spans) sum += end - start;
  return sum;
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
  if (span.kind === 'UNSCANNED' || !text.slice(span.start, span.end).includes('\n')) return [span];
  const newline = text.indexOf('\n', span.start);
  const first = newline > span.start ? [{ ...span, end: newline }] : [];
  return [...first, ...(newline + 1 < span.end ? inLines(text, { ...span, start: newline + 1 }) : [])];
}

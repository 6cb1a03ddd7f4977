import { digits } from '../rules/personal.ts';
import type { Report } from '../rules/rule.ts';
import type { Deadline } from './deadline.ts';
import type { KeywordAutomaton } from './keywords.ts';

const PIECE = 16_384;
const FINDS_PER_LOOK = 64;

/** A table instead of comparisons, as nothing foretells what stands in a hash: bit 0 is a digit, bit 1 a sign behind which a number may begin. */
const SIGNS: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) => signOfAscii(code));
const OTHER = 1;

function signOfAscii(code: number): number {
  const char = String.fromCharCode(code);
  return /\d/.test(char) ? 1 : /[a-z_]/.test(char) ? 0 : 2;
}

function signOf(code: number): number {
  return code > 127 ? OTHER : (SIGNS[code] ?? 0) >> 1;
}

/**
 * Looks for everything in a text, from one place to another. Rules look around these places as far as they need to.
 *
 * @returns How far it came: less than `to` only when the time was over.
 */
export function scan(automaton: KeywordAutomaton, text: string, from: number, to: number, report: Report, deadline: Deadline): number {
  const { classes, next, firstEnd, ends, width } = automaton;
  let settled: Int32Array | undefined; // up to where each rule has looked for good
  let state = 0;
  let finds = 0;
  let before = from > 0 ? signOf(text.charCodeAt(from - 1)) : OTHER;
  for (let piece = from; piece < to; piece += PIECE) {
    if (piece > from && deadline.passed()) return piece;
    const pieceEnd = Math.min(to, piece + PIECE);
    for (let at = piece; at < pieceEnd; at += 1) {
      const code = text.charCodeAt(at);
      if (code > 127) {
        state = 0;
        before = OTHER;
        continue;
      }
      const sign = SIGNS[code]!; // one for each ASCII character
      if ((before & sign) === 1) digits.find(text, at, report);
      before = sign >> 1;
      state = next[state + classes[code]!]!; // both tables cover every class and state
      if (state < firstEnd) continue;
      for (const { rule, order, length } of ends[(state - firstEnd) / width]!) { // one list for each state from firstEnd on
        if (settled !== undefined && at + 1 - length < settled[order]!) continue; // one place for each rule
        const until = rule.find(text, at + 1 - length, at + 1, report);
        if (until > 0) (settled ??= new Int32Array(automaton.rules))[order] = until;
      }
      finds += 1;
      if (finds % FINDS_PER_LOOK === 0 && deadline.passed()) return at;
    }
  }
  return to;
}

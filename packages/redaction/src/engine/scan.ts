import { digits } from '../rules/personal.ts';
import type { Report } from '../rules/rule.ts';
import type { Deadline } from './deadline.ts';
import type { KeywordAutomaton } from './keywords.ts';

const PIECE = 16_384;
const FINDS_PER_LOOK = 64;

/**
 * Looks for everything in a text, from one place to another. Rules look around these places as far as they need to.
 *
 * @returns How far it came: less than `to` only when the time was over.
 */
export function scan(automaton: KeywordAutomaton, text: string, from: number, to: number, report: Report, deadline: Deadline): number {
  const { classes, width, next, ends } = automaton;
  let state = 0;
  let finds = 0;
  let seenDigits = from;
  for (let piece = from; piece < to; piece += PIECE) {
    if (piece > from && deadline.passed()) return piece;
    const pieceEnd = Math.min(to, piece + PIECE);
    for (let at = piece; at < pieceEnd; at += 1) {
      const code = text.charCodeAt(at);
      if (code >= 48 && code <= 57 && at >= seenDigits) seenDigits = digits.find(text, at, report);
      const letter = code < 128 ? (classes[code] ?? 0) : 0;
      if (letter === 0) {
        state = 0;
        continue;
      }
      state = next[state * width + letter] ?? 0;
      const found = ends[state];
      if (found === undefined) continue;
      for (const { rule, length } of found) rule.find(text, at + 1 - length, at + 1, report);
      finds += 1;
      if (finds % FINDS_PER_LOOK === 0 && deadline.passed()) return at;
    }
  }
  return to;
}

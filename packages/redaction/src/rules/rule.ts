import { withoutPseudonyms } from './checks.ts';

/** Tells where something to be redacted stands: from `start` to before `end`. */
export type Report = (start: number, end: number, kind: string) => void;

/**
 * One way to find something.
 *
 * A rule is asked only where one of its keywords stands and looks at a bounded stretch around it, so that a text of any
 * length and shape costs in proportion to its length. What it reports never goes over the end of a line.
 */
export interface Rule {
  /** The kinds it reports. */
  readonly kinds: readonly string[];
  /** In lower case; they are found in any case. */
  readonly keywords: readonly string[];
  /** What it looks for, as a text that changes with the rule: part of the digest. */
  readonly source: string;
  /**
   * Looks around a keyword that stands from `at` to before `end`.
   *
   * @returns Up to where it has looked for good: it need not be asked about keywords that begin before. 0 for nowhere.
   */
  find(text: string, at: number, end: number, report: Report): number;
}

/** Longest run of characters that is looked at as one token. */
export const MAX_TOKEN = 4096;

/** Longest keyword of a rule whose expression spells it out: fewer letters make a smaller automaton. */
const LONGEST_KEYWORD = 8;

/** Within so many characters of something that turned out to be harmless a rule is not asked again. */
export const NOT_AGAIN = 24;

/** Whether the character at a place is an ASCII letter or digit. */
export function isAlphanumeric(text: string, at: number): boolean {
  const code = text.charCodeAt(at); // NaN outside the text
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

/**
 * A token that begins with its keyword.
 *
 * @param prefix - As written; the token begins with exactly this.
 * @param body - The pattern of what follows, without groups that can match in more than one way.
 */
export function prefixed(kind: string, prefix: string, body: string): Rule {
  return pattern(kind, [prefix.toLowerCase()], new RegExp(`${prefix.replaceAll(/[.$+]/g, '\\$&')}${body}`, 'y'));
}

/**
 * Something that matches at its keyword, where that does not stand inside a word.
 *
 * @param expression - Sticky. Of two groups the first is what stays and the second what goes; without groups all goes.
 */
export function pattern(kind: string, keywords: readonly string[], expression: RegExp, accept: (secret: string) => boolean = () => true): Rule {
  return {
    kinds: [kind],
    keywords: keywords.map(shortened),
    source: `${kind} ${expression.source}`,
    find: (text, at, _end, report) => {
      if (at > 0 && isAlphanumeric(text, at) && isAlphanumeric(text, at - 1)) return 0;
      return matchAt(text, at, expression, kind, report, accept);
    },
  };
}

/**
 * Something whose keyword stands inside it: goes back over characters of a class first.
 *
 * @param back - Which characters may stand before the keyword.
 * @param most - How many of them at most.
 */
export function around(kind: string, keywords: readonly string[], back: RegExp, most: number, expression: RegExp, accept: (secret: string) => boolean = () => true): Rule {
  const inside = Uint8Array.from({ length: 128 }, (_, code) => (back.test(String.fromCharCode(code)) ? 1 : 0));
  return {
    kinds: [kind],
    keywords: keywords.map(shortened),
    source: `${kind} ${back.source}{0,${most}} ${expression.source}`,
    find: (text, at, _end, report) => {
      let start = at;
      while (start > 0 && at - start < most && inside[text.charCodeAt(start - 1)] === 1) start -= 1;
      if (start > 0 && isAlphanumeric(text, start - 1)) return 0;
      return matchAt(text, start, expression, kind, report, accept);
    },
  };
}

/** The start of a keyword is enough to look for what begins with it. */
function shortened(keyword: string): string {
  return keyword.slice(0, LONGEST_KEYWORD);
}

function matchAt(text: string, at: number, expression: RegExp, kind: string, report: Report, accept: (secret: string) => boolean): number {
  expression.lastIndex = at;
  const match = expression.exec(text);
  if (!match) return 0;
  const secret = match[2] ?? match[0];
  if (secret === '') return 0;
  const own = withoutPseudonyms(secret);
  if (own === '' || !accept(own)) return at + NOT_AGAIN;
  const start = match[2] === undefined ? at : at + (match[1] ?? '').length;
  report(start, start + secret.length, kind);
  return start + secret.length;
}

/** A rule that looks only where a second sign agrees: for keywords that are everywhere. */
export function onlyWhere(agrees: (text: string, at: number) => boolean, rule: Rule): Rule {
  return { ...rule, find: (text, at, end, report) => (agrees(text, at) ? rule.find(text, at, end, report) : 0) };
}

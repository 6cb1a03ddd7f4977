import type { Rule } from '../src/rules/rule.ts';

/** Texts made to keep a rule busy: its keywords, and what it wants to see next, again and again and never to the end. */
export function hostileShapes(rule: Pick<Rule, 'keywords'>, length: number, keywords = 3): [name: string, text: string][] {
  const long = (piece: string): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  return rule.keywords.slice(0, keywords).flatMap((keyword) => {
    const upper = keyword.toUpperCase();
    return [
      ['keyword', long(keyword)],
      ['keyword in capitals', long(`${upper} `)],
      ['keyword and one long run', keyword + long('a1B2')],
      ['keyword and separators', long(`${keyword}=:=:`)],
      ['keyword and spaces', long(`${keyword}${' '.repeat(40)}`)],
      ['keyword and quotes', long(`${keyword}="'\``)],
      ['keyword and escapes', long(`${keyword}\\\\\\\\\\"\\u002d`)],
      ['keyword and near misses', long(`${keyword}${'a1B2c3D4'.repeat(2)}. `)],
      ['keyword and dots', long(`${keyword}.a.b-c_d@e`)],
      ['keyword and other alphabets', long(`${keyword}é漢\ud83d\ude00`)],
      ['keyword and addresses', long(`${keyword}://a:b:c@d `)],
      ['keyword and lines', long(`${keyword}\n-----BEGIN \n`)],
    ] as [string, string][];
  });
}

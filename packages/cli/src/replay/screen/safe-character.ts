/** More marks than this on one character are no writing. */
const MOST_CODE_POINTS = 8;
/** Controls, what turns the direction of writing around or joins cells, byte order marks, tags, private halves: nothing that a cell shows. */
// eslint-disable-next-line no-control-regex -- control characters are what is taken out
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e0fff}\p{Surrogate}]/gu;

/** What one recorded cell may draw on the terminal of whoever looks at it: a character with its marks; a space where nothing is left. */
export function safeCharacter(text: string): string {
  if (text.length === 1 && text >= ' ' && text <= '~') return text;
  const safe = [...text.replace(UNSAFE, '')].slice(0, MOST_CODE_POINTS).join('');
  return safe === '' ? ' ' : safe;
}

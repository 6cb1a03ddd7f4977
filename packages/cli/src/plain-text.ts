/** What moves a cursor, hides text, or turns its direction around: control characters, marks of direction, invisible ones, halves of characters. */
// eslint-disable-next-line no-control-regex, no-misleading-character-class -- they are what is taken out, each by itself
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\u{e0000}-\u{e007f}]+/gu;

/**
 * Recorded text for the terminal of whoever reads it: one line, without control characters, without the characters that turn the direction
 * of writing around, and without those that nobody sees.
 *
 * @param text - What was recorded. Headers are untrusted: of what is no text nothing is shown.
 * @param limit - The most characters to keep.
 */
export function plain(text: unknown, limit: number): string {
  if (typeof text !== 'string') return '';
  const safe = text.slice(0, limit * 4).replace(UNSAFE, ' ').trim();
  return safe.length > limit ? `${safe.slice(0, limit - 1).replace(UNSAFE, '')}…` : safe;
}

/** How people write a number of bytes: `512 B`, `1.4 MB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power] ?? 'B'}`;
}

/**
 * Recorded text for the terminal of whoever reads it: one line, without control characters and
 * without the characters that turn the direction of writing around.
 *
 * @param limit - The most characters to keep.
 */
export function plain(text: string, limit: number): string {
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  const safe = text.slice(0, limit * 4).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]+/g, ' ').trim();
  return safe.length > limit ? `${safe.slice(0, limit - 1)}…` : safe;
}

/** How people write a number of bytes: `512 B`, `1.4 MB`. */
export function sizeText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${power === 0 ? bytes : (bytes / 1000 ** power).toFixed(1)} ${units[power] ?? 'B'}`;
}

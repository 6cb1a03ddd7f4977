/** What a client tells its model in place of a result that is too long for it: how it begins, or how long it is. */
const NOTE = /^(?:<persisted-output>\n|(?:Error: )?result \([\d.,]+ characters)/;
/** Longer ones are no such words, in characters. */
const LONGEST_NOTE = 4000;
/** No client finds less too long, in characters. */
export const SHORTEST_TOO_LONG = 10_000;
/** So many characters of it a client tells. */
const TOLD = 2000;

/** Whether a text stands in place of a result that was too long. */
export function isTooLongNote(text: string): boolean {
  return text.length <= LONGEST_NOTE && NOTE.test(text);
}

/** How many characters of a text are needed to compare it with what a client tells of it. */
export function neededOf(text: string): number {
  return isTooLongNote(text) ? text.length : text.length >= SHORTEST_TOO_LONG ? TOLD : 0;
}

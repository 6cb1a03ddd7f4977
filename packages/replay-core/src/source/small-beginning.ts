/** How much of a long first piece is given before the rest, in characters: some rows, which are read in a moment. */
const FIRST_CHARACTERS = 24_576;
/** How long to wait for a frame that may never come, as in a page that is not seen, in milliseconds. */
const FRAME_MS = 100;

/**
 * The same text, a long beginning of it in two pieces, the second once the first could be drawn: whoever waits for a long answer sees
 * its first rows while the rest is read. Without frames nothing is cut.
 */
export async function* smallBeginning(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let given = typeof requestAnimationFrame === 'function' ? 0 : FIRST_CHARACTERS;
  for await (const piece of pieces) {
    const room = FIRST_CHARACTERS - given;
    given += piece.length;
    if (room <= 0 || piece.length <= 2 * room) {
      yield piece;
      continue;
    }
    yield piece.slice(0, room);
    await drawn();
    yield piece.slice(room);
  }
}

function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FRAME_MS);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(resolve); // a frame is drawn after its callbacks
    });
  });
}

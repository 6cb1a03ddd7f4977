import { createGroundFinder } from './ground.ts';

/** A piece of a terminal's output, as one record holds it. */
export interface OutputPiece {
  /** When its first byte came: integer microseconds since the Unix epoch. */
  readonly at: number;
  readonly text: string;
}

/** Cuts what a terminal prints where its parser is between two sequences, and in no synchronised update. */
export interface OutputCutter {
  /**
   * Takes what was printed next.
   *
   * @param isAscii - Whether each of its characters is known to be one byte. Default false.
   * @returns The pieces that are whole.
   */
  push(text: string, at: number, isAscii?: boolean): readonly OutputPiece[];
  /** When the first byte of what waits for its end came; undefined where nothing does. */
  readonly waitingSince: number | undefined;
  /** Gives what waits, whatever it is in the middle of. */
  flush(): readonly OutputPiece[];
}

/** So many bytes stay below the 32 KiB from which a text becomes a value beside the log. */
const MOST_BYTES = 24 * 1024;
/** Bytes of the longest character in UTF-8, by UTF-16 unit. */
const BYTES_A_UNIT = 3;
/** What waits longer than this is no sequence. */
const MOST_WAITING = 1024 * 1024;

/** Makes a cutter at the beginning of a terminal's output. */
export function createOutputCutter(): OutputCutter {
  const ground = createGroundFinder();
  let waiting = '';
  let since = 0;
  let allAscii = true; // what waits

  /** Cuts an update that is too long for one record into several of one time, so that nobody sees a part of it. */
  const take = (end: number): OutputPiece[] => {
    const pieces: OutputPiece[] = [];
    const most = allAscii || Buffer.byteLength(waiting.slice(0, end)) === end ? MOST_BYTES : MOST_BYTES / BYTES_A_UNIT;
    for (let from = 0; from < end;) {
      const to = end - from <= most ? end : Math.min(end, wholeCharacter(waiting, ground.near(from + most, from)));
      pieces.push({ at: since, text: waiting.slice(from, to) });
      from = to;
    }
    ground.drop(end);
    waiting = waiting.slice(end);
    return pieces;
  };

  return {
    push(text, at, isAscii = false) {
      if (waiting === '' && text.length <= MOST_BYTES && ground.passes(text, isAscii)) return [{ at, text }];
      if (waiting === '') since = at;
      allAscii = isAscii && (allAscii || waiting === '');
      waiting += text;
      ground.follow(waiting);
      if (waiting.length - ground.last > MOST_WAITING) ground.giveUp();
      const pieces = take(ground.last);
      if (pieces.length > 0) since = at;
      return pieces;
    },
    get waitingSince() { return waiting === '' ? undefined : since; },
    flush() {
      ground.giveUp();
      return take(waiting.length);
    },
  };
}

/** A place that does not part the two halves of a character. */
function wholeCharacter(text: string, place: number): number {
  const before = text.charCodeAt(place - 1);
  const after = text.charCodeAt(place);
  return before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000 ? place - 1 : place;
}

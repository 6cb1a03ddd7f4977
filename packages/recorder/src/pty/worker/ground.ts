/** What a terminal's parser is in the middle of. */
type Inside = 'ground' | 'escape' | 'control' | 'text';

/** Follows the parser of a terminal over a text, to say where it is between two sequences. */
export interface GroundFinder {
  /**
   * Follows the text on, from where it stopped.
   *
   * @param text - What was given before, and more.
   */
  follow(text: string): void;
  /**
   * Whether a text can be given as it is, followed by nothing: it begins and ends between two sequences, in no update, and has none in it that
   * could change that. Cheaper than {@link GroundFinder.follow}, and what almost all of a flood is.
   *
   * @param isAscii - Whether each of its characters is known to be one byte.
   */
  passes(text: string, isAscii: boolean): boolean;
  /** The last place where a piece may end: between two sequences, and in no synchronised update. */
  readonly last: number;
  /** The last place up to `limit` between two sequences, be it in an update; the first one behind it where that is not after `from`. */
  near(limit: number, from: number): number;
  /** Forgets the text before a place. */
  drop(upTo: number): void;
  /** Takes the end of the text for the ground, whatever the parser is in. */
  giveUp(): void;
}

// What begins something; C1 controls are in it, as terminals take them in UTF-8, too. A whole colour or movement is passed over: most sequences
// of a flood are one, and to follow each would cost more than all the rest.
// eslint-disable-next-line no-control-regex -- control characters are what it finds
const BEGINS = /\u001b(?!\[[0-;]*[@-~])|[\u0080-\u009f]/g;
// eslint-disable-next-line no-control-regex -- the same
const BEGINS_IN_ASCII = /\u001b(?!\[[0-;]*[@-~])/;
// eslint-disable-next-line no-control-regex -- the same
const PASSED_OVER = /\u001b\[[0-;]*[@-~]/y;
// eslint-disable-next-line no-control-regex -- the same
const ENDS_TEXT = /[\u0007\u0018\u001a\u001b\u0080-\u009f]/g;
const BELL = 7;
const ESCAPE = 27;
const CONTROL = 0x9b;
const TERMINATOR = 0x9c;
const COMMAND = 0x9d;

/** Makes a finder at the beginning of a terminal's output. */
export function createGroundFinder(): GroundFinder {
  let inside: Inside = 'ground';
  let isCommand = false; // an OSC, which a bell ends, too
  let updating = false;
  let began = 0; // where the sequence began that it is in
  let at = 0;
  let last = 0;
  let followed = '';
  const stretches: number[] = []; // beginnings and ends of sequences, in turn; its room is used again
  let told = 0; // how many of them there are

  const enter = (next: Inside, place: number): void => {
    if (inside === 'ground') {
      if (!updating) last = place;
      stretches[told++] = place;
    }
    began = place;
    inside = next;
  };
  const leave = (place: number): void => {
    if (inside === 'ground') return;
    inside = 'ground';
    stretches[told++] = place;
  };
  const enterText = (place: number, command: boolean): void => {
    enter('text', place);
    isCommand = command;
  };
  /** The sequence that a place is in the middle of, of those that were passed over; the place alone where it is in none. */
  const passedOver = (place: number): { begin: number; end: number } => {
    const begin = followed.lastIndexOf('\u001b', place - 1);
    PASSED_OVER.lastIndex = Math.max(0, begin);
    return begin >= 0 && PASSED_OVER.test(followed) && PASSED_OVER.lastIndex > place ? { begin, end: PASSED_OVER.lastIndex } : { begin: place, end: place };
  };
  /** A C1 control, which means the same wherever it stands. */
  const control = (code: number, place: number): void => {
    if (code === CONTROL) enter('control', place);
    else if (code === COMMAND) enterText(place, true);
    else if (code === 0x90 || code === 0x98 || code >= 0x9e) enterText(place, false);
    else if (code === TERMINATOR || inside !== 'ground') leave(place + 1);
  };

  const escape = (code: number, place: number): void => {
    if (code === ESCAPE) began = place;
    else if (code === 0x5b) inside = 'control';
    else if (code === 0x5d) { inside = 'text'; isCommand = true; }
    else if (code === 0x50 || code === 0x58 || code === 0x5e || code === 0x5f) { inside = 'text'; isCommand = false; }
    else if (code >= 0x80 && code < 0xa0) control(code, place);
    else if (code === 0x18 || code === 0x1a || (code >= 0x30 && code !== 0x7f)) leave(place + 1);
  };

  const sequence = (text: string, code: number, place: number): void => {
    if (code === ESCAPE) { began = place; inside = 'escape'; return; }
    if (code >= 0x80 && code < 0xa0) return control(code, place);
    if (code === 0x18 || code === 0x1a || code >= 0xa0) return leave(place + 1);
    if (code < 0x40 || code === 0x7f) return;
    const mode = began >= 0 && (code === 0x68 || code === 0x6c) ? text.slice(text.charCodeAt(began) === ESCAPE ? began + 2 : began + 1, place) : '';
    if (mode !== '' && /^\?(?:[\d;]*;)?2026(?:;|$)/.test(mode)) updating = code === 0x68;
    leave(place + 1);
  };

  return {
    follow(text) {
      followed = text;
      while (at < text.length) {
        if (inside === 'escape' || inside === 'control') {
          const code = text.charCodeAt(at);
          if (inside === 'escape') escape(code, at);
          else sequence(text, code, at);
          at += 1;
          continue;
        }
        const next = inside === 'ground' ? BEGINS : ENDS_TEXT;
        next.lastIndex = at;
        const found = next.test(text) ? next.lastIndex - 1 : text.length; // `exec` would make a list of each
        at = Math.min(found + 1, text.length);
        if (found === text.length) break;
        const code = text.charCodeAt(found);
        if (code === ESCAPE) enter('escape', found);
        else if (code >= 0x80) control(code, found);
        else if (code !== BELL || isCommand) leave(found + 1);
      }
      at = text.length;
      if (inside === 'ground' && !updating) last = at;
    },
    passes: (text, isAscii) => inside === 'ground' && !updating && at === 0 && isAscii && !BEGINS_IN_ASCII.test(text),
    get last() { return last; },
    near(limit, from) {
      for (let index = 0; index < told; index += 2) {
        const begin = stretches[index] ?? 0;
        const end = index + 1 < told ? (stretches[index + 1] ?? at) : at;
        if (begin >= limit) break;
        if (end > limit) return begin > from ? begin : end;
      }
      const { begin, end } = passedOver(limit);
      return begin > from ? begin : end;
    },
    drop(upTo) {
      followed = followed.slice(upTo);
      at -= upTo;
      last = Math.max(0, last - upTo);
      began -= upTo;
      told = 0;
      if (inside !== 'ground') stretches[told++] = began;
    },
    giveUp() {
      last = at;
    },
  };
}

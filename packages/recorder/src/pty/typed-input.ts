import { createPromptReader } from './password-prompt.ts';
import { createTerminalAsker, type TerminalAsker, type TerminalState } from './terminal-state.ts';

/** What is typed on its way to a command, and to its recording without passwords. */
export interface TypedInput {
  /** Types: the command gets it as soon as it is known how its terminal is set, 200 ms later at the latest. */
  type(bytes: Buffer): void;
  /** What the command printed. */
  output(bytes: Buffer): void;
  /** Records what is still to be recorded. */
  end(): void;
}

/** What {@link createTypedInput} needs. */
export interface TypedInputOptions {
  /** The terminal, such as `/dev/pts/3`. */
  readonly path: string;
  /** Gives to the command what was typed. */
  readonly forward: (bytes: Buffer) => void;
  /** Records what was typed; undefined in the place of what must not be recorded. */
  readonly record: (bytes: Buffer | undefined, at: number) => void;
  /** Integer microseconds since the Unix epoch. */
  readonly now: () => number;
  /** Default: asks the terminal. */
  readonly asker?: TerminalAsker;
}

/** Something typed that is not recorded yet: it may turn out to be a password. */
interface Held { readonly bytes: Buffer; readonly at: number; readonly secret: boolean }

/** After such a pause the terminal may be set otherwise: milliseconds. */
const PAUSE_MS = 50;
/** So long after something was typed it is asked once more: milliseconds. */
const AFTER_MS = 60;
/** What is typed sooner after the end of a line may be meant for the program that the line starts: milliseconds. */
const AHEAD_MS = 120;
// Enter, and what gives a line up: Ctrl-C, Ctrl-D.
// eslint-disable-next-line no-control-regex -- keys are what it finds
const ENDS_LINE = /[\r\n\u0003\u0004]/;
const PASTE_BEGINS = '\u001b[200~';
const PASTE_ENDS = '\u001b[201~';

/**
 * Passes on what is typed. A chunk is recorded only where the terminal was set before and after it as for no password, and the line of the
 * cursor asked for none: a terminal that does not answer counts as one that asks for a password. At the end of a line it is asked before
 * the line goes on its way: what a line starts may ask for a password, and the line was none.
 */
export function createTypedInput({ path, forward, record, now, asker = createTerminalAsker(path) }: TypedInputOptions): TypedInput {
  const prompt = createPromptReader();
  let state: TerminalState | undefined;
  let typedAt = -Infinity; // milliseconds
  let endedAt = -Infinity; // the last line, in milliseconds
  let ahead = false; // whether the line was begun right behind another one
  let asked = false; // since the last line was typed
  let secretLine = false;
  let pasting = false;
  let held: Held[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy: Promise<void> | undefined;
  const queue: Buffer[] = [];

  void asker.ask(); // the first answer takes longer than those that follow

  const isSecret = (): boolean => state === undefined || (!state.echo && state.lines);
  const settle = (secret: boolean): void => {
    for (const { bytes, at, secret: known } of held) record(known || secret ? undefined : bytes, at);
    held = [];
  };
  const askAfter = async (): Promise<void> => {
    timer = undefined;
    const about = held;
    held = [];
    state = await asker.ask();
    held = [...about, ...held];
    settle(isSecret());
  };
  const hold = (bytes: Buffer, at: number, secret: boolean): void => {
    if (bytes.length > 0) held.push({ bytes, at, secret });
    timer ??= setTimeout(() => { busy = (busy ?? Promise.resolve()).then(askAfter); }, AFTER_MS);
  };

  const pass = async (bytes: Buffer): Promise<void> => {
    const at = now();
    const time = performance.now();
    const text = bytes.toString('latin1');
    const line = text.search(ENDS_LINE);
    if (!asked) ahead = time - endedAt < AHEAD_MS;
    if (!asked || line >= 0 || time - typedAt >= PAUSE_MS) {
      state = await asker.ask();
      asked = true;
    }
    typedAt = performance.now();
    secretLine ||= prompt.asksForSecret();
    const secret = isSecret() || secretLine;
    forward(bytes);
    pasting = (pasting || text.includes(PASTE_BEGINS)) && text.lastIndexOf(PASTE_ENDS) <= text.lastIndexOf(PASTE_BEGINS);
    if (line < 0) return hold(bytes, at, secret);
    [asked, secretLine, endedAt] = [false, false, typedAt];
    // What follows the end of a line in one go may be read by the next program, as a password.
    const whole = pasting || text.includes(PASTE_BEGINS);
    hold(bytes.subarray(0, whole ? bytes.length : line + 1), at, secret);
    if (!ahead) settle(secret);
    if (!whole) hold(bytes.subarray(line + 1), at, true);
  };
  const run = async (): Promise<void> => {
    for (let bytes = queue.shift(); bytes; bytes = queue.shift()) await pass(bytes);
  };

  return {
    type(bytes) {
      queue.push(Buffer.from(bytes));
      busy = (busy ?? Promise.resolve()).then(run);
    },
    output: prompt.output,
    end() {
      clearTimeout(timer);
      for (const bytes of queue.splice(0)) hold(bytes, now(), true);
      clearTimeout(timer);
      settle(true); // nobody can say any more how the terminal was set
      asker.stop();
    },
  };
}

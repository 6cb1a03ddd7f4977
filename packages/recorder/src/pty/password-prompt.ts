/** Follows what a terminal prints, to know whether the line of the cursor asks for a secret. */
export interface PromptReader {
  /** What was printed next. */
  output(bytes: Buffer): void;
  /** Whether the line of the cursor ends as one that asks for a secret. */
  asksForSecret(): boolean;
}

const KEPT_BYTES = 512;
const ASKS = /(?:pass(?:word|phrase|code)|\bpin\b|\botp\b|token|secret).*[:：]\s*$/i;
// Where the cursor goes elsewhere another line begins.
// eslint-disable-next-line no-control-regex -- escape sequences are what it finds
const MOVES = /\u001b\[[\d;]{0,16}[ABEFHJdf]/g;
// eslint-disable-next-line no-control-regex -- the same
const ESCAPES = /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\)|[ -/]{0,2}[0-~])/g;

/** Makes a reader at the beginning of a terminal's output. */
export function createPromptReader(): PromptReader {
  let tail: Buffer = Buffer.alloc(0);
  return {
    output(bytes) {
      tail = Buffer.from(bytes.length >= KEPT_BYTES ? bytes.subarray(-KEPT_BYTES) : Buffer.concat([tail, bytes]).subarray(-KEPT_BYTES));
    },
    asksForSecret() {
      const line = tail.toString('utf8').replaceAll(MOVES, '\n').replaceAll(ESCAPES, '').split(/[\r\n]/).findLast((text) => text.trim() !== '') ?? '';
      return ASKS.test(line);
    },
  };
}

import { spawn } from 'node:child_process';

/** How a terminal takes what is typed: as its program set it. */
export interface TerminalState {
  /** Whether it shows what is typed. */
  readonly echo: boolean;
  /** Whether it hands it on line by line. */
  readonly lines: boolean;
}

/** Asks how a terminal is set. */
export interface TerminalAsker {
  /** @returns Undefined where nobody answers in time. Never rejects. */
  ask(): Promise<TerminalState | undefined>;
  stop(): void;
}

/** Whoever types must not notice that it waits: milliseconds. */
const ANSWER_MS = 200;
const END = '.';
// One process that stays: to start one for each question would hold the thread of the terminal for milliseconds.
const SCRIPT = `while read -r question; do stty -F "$1" -a 2>/dev/null || stty -f "$1" -a 2>/dev/null; echo ${END}; done`;

/**
 * Makes an asker.
 *
 * @param path - The terminal, such as `/dev/pts/3`.
 * @param answerMs - How long an answer is waited for, in milliseconds.
 */
export function createTerminalAsker(path: string, answerMs: number = ANSWER_MS): TerminalAsker {
  const helper = spawn('sh', ['-c', SCRIPT, 'sh', path], { stdio: ['pipe', 'pipe', 'ignore'], env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' } });
  const waiting: ((state: TerminalState | undefined) => void)[] = [];
  let text = '';
  helper.on('error', () => {});
  helper.stdin.on('error', () => {});
  helper.stdout.setEncoding('utf8').on('data', (said: string) => {
    text += said;
    for (let end = text.indexOf(`${END}\n`); end >= 0; end = text.indexOf(`${END}\n`)) {
      waiting.shift()?.(stateOf(text.slice(0, end)));
      text = text.slice(end + END.length + 1);
    }
  });
  helper.unref();
  return {
    ask: () => new Promise((resolve) => {
      const late = setTimeout(() => resolve(undefined), answerMs);
      waiting.push((state) => {
        clearTimeout(late);
        resolve(state);
      });
      helper.stdin.write('\n');
    }),
    stop: () => { helper.kill('SIGKILL'); },
  };
}

/** What `stty -a` says, where it says it. */
function stateOf(said: string): TerminalState | undefined {
  const echo = /(?<![\w-])(-?)echo(?!\w)/.exec(said)?.[1];
  const lines = /(?<![\w-])(-?)icanon(?!\w)/.exec(said)?.[1];
  return echo === undefined || lines === undefined ? undefined : { echo: echo === '', lines: lines === '' };
}

import { writeSync } from 'node:fs';
import { createKeyDecoder, type KeyPress } from './keys/decode-keys.ts';

/** The terminal of whoever looks at a replay. */
export interface OuterTerminal {
  size(): { readonly columns: number; readonly rows: number };
  /** Draws: what a painter gave, nothing else. */
  write(text: string): void;
  /** Gives the terminal back as it was found. May be called again. */
  leave(): void;
  /** Stops this program as the shell's job control does, and takes the terminal again when it goes on. */
  suspend(): void;
}

/** What {@link takeTerminal} tells of. */
export interface OuterTerminalEvents {
  onKey(pressed: KeyPress): void;
  /** It may show anything now: its size changed, or somebody else drew on it. */
  onLost(): void;
  /** Nobody can press a key any more. */
  onGone(): void;
}

/** A lone Escape is the key when nothing follows within this time, in milliseconds. */
const ESCAPE_MS = 40;
/** The other screen, no wrapping at its end, pasted text told from keys. */
const ENTER = '\u001b[?1049h\u001b[?7l\u001b[?2004h\u001b[m\u001b[2J';
const LEAVE = '\u001b[?2026l\u001b[m\u001b[?2004l\u001b[?7h\u001b[?25h\u001b[?1049l';

/** Whether the terminal of this process was closed. */
export function isTerminalGone(): boolean {
  const { isTTY, readableEnded, errored } = process.stdin;
  return isTTY === true && (readableEnded || errored !== null);
}

/**
 * Takes the terminal of this process: keys come one by one, the screen is ours. When the process exits, the terminal is given back as
 * it was; signals are the caller's, who leaves it then.
 */
export function takeTerminal({ onKey, onLost, onGone }: OuterTerminalEvents): OuterTerminal {
  const { stdin, stdout } = process;
  const decoder = createKeyDecoder();
  let taken = false;
  let waiting: NodeJS.Timeout | undefined;
  const onData = (bytes: Buffer): void => {
    clearTimeout(waiting);
    for (const pressed of decoder.push(bytes)) onKey(pressed);
    if (decoder.waiting) waiting = setTimeout(() => { for (const pressed of decoder.flush()) onKey(pressed); }, ESCAPE_MS);
  };
  const enter = (): void => {
    if (taken) return;
    taken = true;
    stdin.setRawMode(true);
    stdin.resume();
    stdout.write(ENTER);
  };
  const restore = (): void => {
    if (!taken) return;
    taken = false;
    clearTimeout(waiting);
    try {
      writeSync(stdout.fd, LEAVE); // now: the process may be about to end
      stdin.setRawMode(false);
    } catch {
      // the terminal is gone: nothing is left to give back
    }
  };
  const onContinue = (): void => {
    taken = false; // whoever had the terminal meanwhile left it in a state of its own
    enter();
    onLost();
  };
  stdin.on('data', onData);
  stdin.on('end', onGone);
  stdin.on('error', onGone);
  stdout.on('resize', onLost);
  process.on('exit', restore);
  process.on('SIGCONT', onContinue);
  enter();
  return {
    size: () => ({ columns: Math.max(1, stdout.columns || 80), rows: Math.max(1, stdout.rows || 24) }),
    write: (text) => { if (taken) stdout.write(text); },
    leave() {
      restore();
      stdin.off('data', onData);
      stdin.off('end', onGone);
      stdin.off('error', onGone);
      stdin.pause();
      stdout.off('resize', onLost);
      process.off('exit', restore);
      process.off('SIGCONT', onContinue);
    },
    suspend() {
      restore();
      process.kill(0, 'SIGTSTP'); // the whole job, as a terminal does it
      setImmediate(onContinue); // where there is no shell to stop for, it goes on at once
    },
  };
}

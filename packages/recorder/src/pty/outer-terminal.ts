import { spawnSync } from 'node:child_process';
import type { ReadStream, WriteStream } from 'node:tty';
import { onExit } from 'signal-exit';

/** The terminal that somebody sits at, while it is lent to another program. */
export interface OuterTerminal {
  /** Gives it back as it was. May be called any number of times. */
  restore(): void;
}

/** What of a stream says whether it is a terminal. */
export type MaybeTerminal<Stream extends ReadStream | WriteStream> = Pick<Stream, 'isTTY'> & { readonly fd?: number };

/**
 * Lends a terminal: it neither echoes nor changes a byte on its way in or out. Node's own raw mode would still make CR LF of each LF.
 * However this process ends, short of SIGKILL, the terminal is as it was before.
 *
 * @returns Undefined where neither stream is a terminal.
 */
export function lendTerminal(stdin: MaybeTerminal<ReadStream> | undefined, stdout: MaybeTerminal<WriteStream> | undefined): OuterTerminal | undefined {
  const types = stdin?.isTTY === true;
  const fd = types ? stdin.fd : stdout?.isTTY === true ? stdout.fd : undefined;
  if (fd === undefined) return undefined;
  const stty = (...args: string[]): string => spawnSync('stty', args, { stdio: [fd, 'pipe', 'ignore'], encoding: 'utf8' }).stdout?.trim() ?? '';
  const before = stty('-g');
  if (before === '') return undefined;
  const lend = (): void => { stty(...(types ? ['raw', '-echo', '-opost'] : ['-opost'])); };
  lend();
  process.on('SIGCONT', lend); // the shell that it was stopped in has set its own
  let lent = true;
  const restore = (): void => {
    if (!lent) return;
    lent = false;
    process.off('SIGCONT', lend);
    stopWatching();
    stty(before);
  };
  const stopWatching = onExit(restore);
  return { restore };
}

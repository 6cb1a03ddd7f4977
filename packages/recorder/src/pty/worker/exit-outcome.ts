import type { Outcome } from '@playhead/protocol';
import type { PtyExit } from './messages.ts';

const INTERRUPTED = 130; // 128 and SIGINT
const SHELL = /(?:^|\/)(?:ba|da|z|k|fi)?sh$/;

/**
 * What the end of a command says of its session; undefined where it says nothing. Commands that end well may have done badly what they
 * were asked to, and a shell that somebody sat at ends with the exit code of whatever ran in it last.
 */
export function outcomeOfExit(command: string, { exitCode, signal }: PtyExit): Outcome | undefined {
  const [program = '', ...rest] = command.split(' ');
  if (exitCode === 0 || (SHELL.test(program) && rest.every((word) => word.startsWith('-') && word !== '-c'))) return undefined;
  return signal === 'SIGINT' || exitCode === INTERRUPTED ? 'interrupted' : 'failed';
}

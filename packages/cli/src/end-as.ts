import process from 'node:process';

/** How a command that this one stands for has ended. */
export interface CommandEnd {
  readonly exitCode: number;
  /** The signal that ended it. */
  readonly signal?: NodeJS.Signals;
}

/** Ends this process as a command ended: by the same signal, so that whoever waits sees it. Gives the exit code. */
export function endAs({ exitCode, signal }: CommandEnd): number {
  if (signal !== undefined) {
    process.on(signal, () => {}).removeAllListeners(signal); // also one that Node ignores now means what it does elsewhere
    process.kill(process.pid, signal);
  }
  return exitCode;
}

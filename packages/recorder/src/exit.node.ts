import process from 'node:process';
import { onExit } from 'signal-exit';

/** Node warns on stderr from the eleventh listener on, which would be seen in the host's output. */
const MOST_LISTENERS = 10;

/**
 * Watches the end of the process without changing it: exit code, output and signals stay the host's.
 *
 * @param save - Called, synchronously, on exit, on a fatal signal and on an uncaught error. It is
 *   told whether the process certainly ends now; a host may survive an uncaught error.
 * @returns Stops watching.
 */
export function observeExit(save: (final: boolean, leaving?: boolean) => void): () => void {
  const stop = onExit(() => { save(true); });
  const onUncaught = (): void => { save(false); };
  let isUnset = false;
  const onBeforeExit = (): void => { isUnset = process.exitCode === undefined; };
  // signal-exit sets the code that nobody set, so that a program whose top-level await never ends would end with 0 instead of 13.
  const onExiting = (code: number): void => { if (isUnset && code === 0) process.exitCode = undefined; };
  // An uncaught error that ends the process comes by `exit` too; this saves before anything else can go wrong.
  if (hasRoom('uncaughtExceptionMonitor')) process.on('uncaughtExceptionMonitor', onUncaught);
  if (hasRoom('beforeExit') && hasRoom('exit')) {
    process.on('beforeExit', onBeforeExit);
    process.prependListener('exit', onExiting);
  }
  return () => {
    stop();
    process.off('uncaughtExceptionMonitor', onUncaught);
    process.off('beforeExit', onBeforeExit);
    process.off('exit', onExiting);
  };
}

function hasRoom(event: string): boolean {
  return process.listenerCount(event) < MOST_LISTENERS;
}

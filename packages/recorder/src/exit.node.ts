import process from 'node:process';
import { onExit, signals } from 'signal-exit';

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
  const known = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const stop = onExit(() => { save(true); });
  for (const [signal, listeners] of known) hearFirst(signal, listeners);
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

/**
 * Has what was added to the listeners of a signal hear it before the others: a host's `process.once` that was there before is gone by the time
 * that the next one hears it, which would look as if nobody wanted the process to go on.
 */
function hearFirst(signal: NodeJS.Signals, before: readonly NodeJS.SignalsListener[]): void {
  if (before.length === 0) return;
  for (const added of process.listeners(signal).filter((listener) => !before.includes(listener))) {
    process.prependListener(signal, added);
    process.off(signal, added); // the one that was added last
  }
}

function hasRoom(event: string): boolean {
  return process.listenerCount(event) < MOST_LISTENERS;
}

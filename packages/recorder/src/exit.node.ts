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
export function observeExit(save: (final: boolean) => void): () => void {
  const stop = onExit(() => { save(true); });
  const onUncaught = (): void => { save(false); };
  // An uncaught error that ends the process comes by `exit` too; this saves before anything else can go wrong.
  if (process.listenerCount('uncaughtExceptionMonitor') < MOST_LISTENERS) process.on('uncaughtExceptionMonitor', onUncaught);
  return () => {
    stop();
    process.off('uncaughtExceptionMonitor', onUncaught);
  };
}

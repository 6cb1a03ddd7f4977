import { diskState } from './disk-budget.ts';

/** How often the server looks, in milliseconds. */
const EVERY_MS = 600_000;

/** Looks every ten minutes whether recordings need more room than they may have. */
export interface DiskWatch {
  /** What is wrong now. */
  warnings(): readonly string[];
  stop(): void;
}

/**
 * Begins to look, at once for the first time.
 *
 * @param onWarning - Hears of each warning when it is new.
 */
export function watchDisk(dir: string, env: Readonly<Record<string, string | undefined>>, onWarning: (warning: string) => void): DiskWatch {
  let standing: readonly string[] = [];
  let kinds = new Set<string>();
  let stopped = false;
  const look = async (): Promise<void> => {
    const { warnings } = await diskState(dir, env).catch(() => ({ warnings: standing }));
    if (stopped) return;
    // The numbers in a warning change; its first words do not.
    const fresh = warnings.filter((warning) => !kinds.has(kindOf(warning)));
    standing = warnings;
    kinds = new Set(warnings.map(kindOf));
    fresh.forEach(onWarning);
  };
  void look();
  const timer = setInterval(() => void look(), EVERY_MS);
  timer.unref();
  return {
    warnings: () => standing,
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

function kindOf(warning: string): string {
  return warning.replaceAll(/\d+(\.\d+)? [kMGT]?B/g, '');
}

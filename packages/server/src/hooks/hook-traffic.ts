/** Knows whether hooks are being answered, so that work that nobody waits for lets them go first. */
export interface HookTraffic {
  /** Answers a hook. */
  during<Value>(answer: () => Promise<Value>): Promise<Value>;
  /** Lets everything else of this process run, and waits for the hooks that are being answered; for no longer than a second, so that such work goes on. */
  quiet(): Promise<void>;
}

const LONGEST_MS = 1000;

/** Makes one that knows of none. */
export function createHookTraffic(): HookTraffic {
  let busy = 0;
  const waiting = new Set<() => void>();
  return {
    async during(answer) {
      busy += 1;
      try {
        return await answer();
      } finally {
        busy -= 1;
        if (busy === 0) for (const wake of waiting) wake();
      }
    },
    async quiet() {
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (busy === 0) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, LONGEST_MS);
        waiting.add(wake);
      });
    },
  };
}

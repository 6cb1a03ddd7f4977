import { randomFrom } from '../random.ts';
import type { Fault, FaultControl, FaultPlan, FaultyCall, StruckCall } from './plan.ts';

/** Decides which calls are struck, and keeps those that hang. */
export interface Strikes {
  readonly control: FaultControl;
  /** The fault that strikes this call, if one does. Asked once per call. */
  strike(call: FaultyCall, sessionId: string | undefined): Fault | undefined;
  /** Resolves when the test releases the call, or after so many milliseconds. */
  hang(ms: number | undefined): Promise<void>;
}

/** Begins to count the calls of one storage. */
export function createStrikes({ faults, seed = 1 }: FaultPlan): Strikes {
  const random = randomFrom(seed);
  const counts = faults.map((fault) => ({ fault, calls: 0, strikes: 0 }));
  const struck: StruckCall[] = [];
  const waiting = new Set<() => void>();
  let healed = false;
  const release = (): void => {
    for (const wake of waiting) wake();
  };
  return {
    control: {
      struck,
      get hanging() {
        return waiting.size;
      },
      release,
      heal() {
        healed = true;
        release();
      },
    },
    strike(call, sessionId) {
      if (healed) return undefined;
      let found: Fault | undefined;
      for (const count of counts) {
        const { fault } = count;
        if (![fault.on].flat().includes(call) || (fault.sessionId !== undefined && fault.sessionId !== sessionId)) continue;
        const position = count.calls - (fault.after ?? 0);
        count.calls += 1;
        if (position < 0 || position % (fault.every ?? 1) !== 0 || count.strikes >= (fault.times ?? Infinity)) continue;
        // Drawn for every call that could be struck, so that one fault does not move the chances of another.
        const drawn = fault.chance === undefined || random() < fault.chance;
        if (!drawn || found) continue;
        count.strikes += 1;
        found = fault;
      }
      if (found) struck.push({ call, sessionId, does: found.does });
      return found;
    },
    hang: (ms) => new Promise((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(() => wake(), ms);
      const wake = (): void => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
    }),
  };
}

/** How much may wait for an approval at a time. What waits is kept in memory. */
export interface HoldRoom {
  /** Takes room for a message. @returns What gives it back; undefined where there is none. */
  take(bytes: number): (() => void) | undefined;
}

/** Nobody looks through more. */
const MOST_MESSAGES = 100;
/** Two of the longest. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Makes the room of a tap.
 *
 * @param options.mostMessages - Default 100.
 * @param options.mostBytes - Default 64 MiB.
 */
export function createHoldRoom({ mostMessages = MOST_MESSAGES, mostBytes = MOST_BYTES }: { readonly mostMessages?: number; readonly mostBytes?: number } = {}): HoldRoom {
  let [messages, held] = [0, 0];
  return {
    take(bytes) {
      if (messages >= mostMessages || held + bytes > mostBytes) return undefined;
      messages += 1;
      held += bytes;
      return () => {
        messages -= 1;
        held -= bytes;
      };
    },
  };
}

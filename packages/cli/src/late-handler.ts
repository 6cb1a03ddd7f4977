import type { Handler } from '@playhead/server';

/** A handler that waits for the one that answers. */
export interface LateHandler extends Handler {
  /** Says who answers: the requests that wait, and those that come. */
  answerBy(handler: Handler): void;
}

/** Makes one, for a server that has to know its own address before it can answer. */
export function createLateHandler(): LateHandler {
  let handler: Handler | undefined;
  let known: ((handler: Handler) => void) | undefined;
  const coming = new Promise<Handler>((resolve) => { known = resolve; });
  return Object.assign(async (...request: Parameters<Handler>) => (handler ?? (await coming))(...request), {
    answerBy(now: Handler) {
      handler = now;
      known?.(now);
    },
    async close() {
      await handler?.close();
    },
  });
}

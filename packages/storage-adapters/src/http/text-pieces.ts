/** How long an answer may be silent: three times as long as the server is. In milliseconds. */
const SILENT_MS = 45_000;

/**
 * The text of an answer, as it comes.
 *
 * @param firstMs - How long the first piece may take, in milliseconds. Default as long as any.
 * @throws Error when the connection is cut, the signal aborts, or nothing came for too long.
 */
export async function* textPieces(response: Response, signal: AbortSignal, firstMs: number = SILENT_MS): AsyncGenerator<string, void, undefined> {
  const reader = response.body?.getReader();
  if (!reader) return;
  const decoder = new TextDecoder();
  try {
    for (let limit = firstMs; ; limit = SILENT_MS) {
      const step = await within(reader.read(), limit, signal);
      if (step.done) return;
      yield decoder.decode(step.value, { stream: true });
    }
  } finally {
    void reader.cancel().catch(() => undefined); // a connection that is cut has nothing to cancel
  }
}

/** The answer did not begin, or fell silent. */
export class SilentAnswer extends Error {}

async function within<Value>(promise: Promise<Value>, ms: number, signal: AbortSignal): Promise<Value> {
  let stop = (): void => {};
  const limit = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new SilentAnswer('the answer fell silent')), ms);
    const gone = (): void => reject(new Error('given up'));
    signal.addEventListener('abort', gone);
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', gone);
    };
    if (signal.aborted) gone();
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    stop();
  }
}

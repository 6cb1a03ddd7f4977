/** An answer said nothing for too long. */
export class SilentAnswer extends Error {
  /** Whether it had said something before. */
  readonly spoke: boolean;

  constructor(spoke: boolean) {
    super('The answer is silent.');
    this.spoke = spoke;
  }
}

/** How long an answer may be silent, in milliseconds. */
export interface Patience {
  /** Before its first word. */
  readonly firstMs: number;
  /** Between two words. */
  readonly nextMs: number;
}

/**
 * The text of an answer, piece by piece.
 *
 * @throws SilentAnswer when it takes longer than it may.
 */
export async function* timedText(body: ReadableStream<Uint8Array>, { firstMs, nextMs }: Patience): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let spoke = false;
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), spoke ? nextMs : firstMs, () => new SilentAnswer(spoke));
      if (done) return;
      spoke = true;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    void reader.cancel().catch(() => undefined); // a connection that is silent may never answer to this either
  }
}

/** What a promise gives, unless it takes longer. */
export async function within<Value>(promise: Promise<Value>, ms: number, late: () => Error): Promise<Value> {
  if (ms === Infinity) return promise;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const alarm = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(late()), ms); });
  try {
    return await Promise.race([promise, alarm]);
  } finally {
    clearTimeout(timer);
  }
}

/** Answers that take long: they end when their token does, and a sender has only so many at once. */
export interface LiveStreams {
  /**
   * Watches over an answer until it was read.
   *
   * @param sender - Whose it is.
   * @param isValid - Whether the sender may still read it. Asked twice a second.
   * @returns undefined when the sender has too many already; the answer is given up.
   */
  watch(response: Response, sender: string, isValid: () => boolean): Response | undefined;
  /** How many are open. */
  readonly open: number;
}

const LOOK_MS = 500;
const LONG = /^(?:text\/event-stream|application\/x-ndjson)/;

interface Watched { readonly sender: string; readonly isValid: () => boolean; end(): void }

/**
 * Makes an empty set of them.
 *
 * @param options.most - So many live streams a sender may have at once.
 */
export function createLiveStreams(options: { most: number }): LiveStreams {
  const watched = new Set<Watched>();
  let timer: ReturnType<typeof setInterval> | undefined;

  function look(): void {
    for (const stream of watched) if (!stream.isValid()) stream.end();
  }

  function add(stream: Watched): () => void {
    watched.add(stream);
    timer ??= setInterval(look, LOOK_MS);
    return () => {
      watched.delete(stream);
      if (watched.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }

  return {
    watch(response, sender, isValid) {
      const { body, status, headers } = response;
      if (!body || !LONG.test(headers.get('content-type') ?? '')) return response;
      let count = 0;
      for (const stream of watched) if (stream.sender === sender) count += 1;
      if (count >= options.most) {
        void body.cancel();
        return undefined;
      }
      const reader = body.getReader();
      const release = add({ sender, isValid, end: () => void reader.cancel().catch(() => undefined) });
      const passed = new ReadableStream<Uint8Array<ArrayBuffer>>({
        async pull(controller) {
          try {
            const step = await reader.read();
            if (!step.done) return controller.enqueue(step.value);
            release();
            controller.close();
          } catch (error) {
            release();
            throw error;
          }
        },
        cancel(reason) {
          release();
          return reader.cancel(reason);
        },
      }, { highWaterMark: 0 });
      return new Response(passed, { status, headers });
    },
    get open() {
      return watched.size;
    },
  };
}

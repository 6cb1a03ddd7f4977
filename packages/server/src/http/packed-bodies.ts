import { readPacked } from './body.ts';

/** How many packed bodies are unpacked and worked on at a time. */
const MOST_AT_A_TIME = 2;

/**
 * Lets few requests with a packed body be answered at a time: 64 KB on the wire may be 64 MiB in memory, and each body is bounded but not
 * their number.
 */
export interface PackedBodies {
  /**
   * Answers a request: at once when its body is not packed. A packed one is read first, so that a slow sender keeps nobody waiting.
   *
   * @throws PlayheadError `payload_too_large`, and whatever answering throws.
   */
  answer(request: Request, answer: (request: Request) => Promise<Response>): Promise<Response>;
}

/** Makes the gate of one server. */
export function createPackedBodies(): PackedBodies {
  const waiting: (() => void)[] = [];
  let running = 0;
  const begin = async (): Promise<void> => {
    if (running < MOST_AT_A_TIME) running += 1;
    else await new Promise<void>((resolve) => { waiting.push(resolve); }); // whoever ends hands its place on
  };
  const end = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  };
  return {
    async answer(request, answer) {
      if (request.body === null || !request.headers.has('content-encoding')) return answer(request);
      const { url, method, headers, signal } = request;
      const packed = new Request(url, { method, headers, signal, body: await readPacked(request) });
      await begin();
      try {
        return await answer(packed);
      } finally {
        end();
      }
    },
  };
}

/** Longer than this nothing holds up the page, in milliseconds. */
const SLICE_MS = 8;

/** Work that can be left and taken up again at each `yield`, and gives a result. */
export type Steps<Result> = Generator<void, Result, void>;

/** Does work a little at a time, so that the page stays free in between. @returns `undefined` when it was aborted. */
export async function inSlices<Result>(steps: Steps<Result>, signal: AbortSignal): Promise<Result | undefined> {
  let begun = performance.now();
  while (!signal.aborted) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - begun < SLICE_MS) continue;
    await nextTask();
    begun = performance.now();
  }
  return undefined;
}

/** Does work at once. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Lets the page do what it has to do in between. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

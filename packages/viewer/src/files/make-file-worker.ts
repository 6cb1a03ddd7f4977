/** Makes the worker that reads recordings of the user's machine, so that the page answers meanwhile. */
export function makeFileWorker(): Worker {
  return new Worker(new URL('./file-worker.ts', import.meta.url), { type: 'module' });
}

// The public API of `@playhead/replay-core/file-worker`: what the script of a worker needs. A name added here is a promise.
export { serveFiles } from './serve-files.ts';
export type { WorkerPort } from './file-messages.ts';

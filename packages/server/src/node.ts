// A name added here is a promise.

export { listen } from './node/listen.ts';
export type { ListenOptions, Listening } from './node/listen.ts';
export { viewerDirectory } from './node/viewer-directory.ts';
export { tokenDirectory } from './node/token-directory.ts';
export type { TokenDirectory } from './node/token-directory.ts';

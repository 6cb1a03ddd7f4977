// A name added here is a promise.

export { listen } from './node/listen.ts';
export type { ListenOptions, Listening } from './node/listen.ts';
export { serveMcp } from './node/serve-mcp.ts';
export type { ServeMcpOptions } from './node/serve-mcp.ts';
export { viewerDirectory } from './node/viewer-directory.ts';
export { tokenDirectory } from './node/token-directory.ts';
export type { TokenDirectory } from './node/token-directory.ts';

// Payloads that hooks left on the disk
export { drainHookSpool, hookSpool } from './node/drain-spool.ts';
export type { DrainedSpool, DrainSpoolOptions } from './node/drain-spool.ts';
export { noteMissed } from './node/missed-sessions.ts';
export { watchHookSpool } from './node/watch-spool.ts';
export type { WatchedSpool } from './node/watch-spool.ts';

// What commands of agents print, while they print it
export { shellFolder, watchShells } from './node/watch-shells.ts';
export type { WatchedShells, WatchShellsOptions } from './node/watch-shells.ts';

// A name added here is a promise.

export { createHookCallbacks } from './agent-sdk/hook-callbacks.ts';
export type { HookCallbacks, HookCallbackOptions } from './agent-sdk/hook-callbacks.ts';
export { createSessionStore } from './agent-sdk/session-store.ts';
export type { SessionStoreOptions } from './agent-sdk/session-store.ts';
export type { SessionRecorder } from './agent-sdk/recorded-sessions.ts';

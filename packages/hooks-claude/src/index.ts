// A name added here is a promise.

// The harness
export { claudeHarness } from './claude-harness.ts';
export type { ClaudeState, OpenCall, StartedAgent } from './state.ts';

// Wiring Claude Code
export { claudeHookSettings, mergeSettings, removeSettings, shellHook } from './settings.ts';
export type { ClaudeHooks, ClaudeHookSettingsOptions, HookCommand, HttpHookOptions, SpoolHookOptions } from './settings.ts';
export { claudeHooksIn } from './wired-hooks.ts';
export type { WiredHook } from './wired-hooks.ts';
export { isOlderVersion } from './version-order.ts';

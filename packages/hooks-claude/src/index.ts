// A name added here is a promise.

// The harness
export { claudeHarness } from './claude-harness.ts';
export type { ClaudeState, OpenCall, StartedAgent } from './state.ts';

// Wiring Claude Code
export { claudeHookSettings, mergeSettings, removeSettings } from './settings.ts';
export type { ClaudeHooks, ClaudeHookSettingsOptions } from './settings.ts';

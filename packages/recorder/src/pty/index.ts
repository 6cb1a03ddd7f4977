// A name added here is a promise.

export { recordPty } from './record-pty.ts';
export type { PtyRecording, PtyStart, RecordPtyOptions } from './options.ts';
export type { PtyExit } from './worker/messages.ts';
export type { SavedTerminal } from './worker-link.ts';
export { findCommand } from './find-command.ts';
export type { FoundCommand } from './find-command.ts';

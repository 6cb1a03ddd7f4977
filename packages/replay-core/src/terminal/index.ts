// A name added here is a promise.

// Recorded terminals through time
export { openTerminalTrack } from './open-terminal-track.ts';
export type { OpenTerminalTrackOptions } from './open-terminal-track.ts';
export { KEYFRAMES_FROM_BYTES, keepKeyframes } from './keep-keyframes.ts';
export type { KeepKeyframesOptions } from './keep-keyframes.ts';
export { afterOf, readTerminalDocument } from './terminal-document.ts';
export type { TerminalDocument } from './terminal-document.ts';
export { limitRepetitions } from './limits.ts';
export { screenLinks } from './screen-links.ts';
export type { ScreenLink } from './screen-links.ts';
export { serializeScreen } from './serialize-screen.ts';
export type { Emulator, EmulatorClass, TerminalHead, TerminalHits, TerminalPiece, TerminalScreen, TerminalTrack } from './types.ts';

// A name added here is a promise.

// What is worth a jump in a terminal
export { createTerminalMoments } from './terminal-moments.ts';
export type { TerminalMoment, TerminalMomentOptions, TerminalMoments } from './terminal-moments.ts';

// What it printed, line by line
export { createTerminalLines } from './terminal-lines.ts';
export type { TerminalLine, TerminalLines, TerminalLinesOptions } from './terminal-lines.ts';

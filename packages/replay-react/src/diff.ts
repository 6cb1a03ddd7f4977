// A name added here is a promise.

// The changes alone, and what they need around them
export { Diff } from './diff/Diff.tsx';
export type { DiffProps } from './diff/Diff.tsx';
export { ReplayRoot } from './replay/ReplayRoot.tsx';

// A name added here is a promise.

// The terminal alone, and what it needs around it
export { Terminal } from './terminal/Terminal.tsx';
export { ReplayRoot } from './replay/ReplayRoot.tsx';

// A name added here is a promise.

// Sessions on a server: no client component among them
export { StaticReplay } from './server/StaticReplay.tsx';
export type { StaticReplayProps } from './server/StaticReplay.tsx';
export { renderSummary } from './server/render-summary.tsx';
export type { StaticLanguage } from './server/static-words.ts';

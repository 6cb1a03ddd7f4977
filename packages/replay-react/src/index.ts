// A name added here is a promise.

// The whole replay
export { SessionReplay } from './session-replay/SessionReplay.tsx';
export type { SessionReplayProps } from './session-replay/SessionReplay.tsx';

// A replay for parts and own components
export { ReplayRoot, useReplayState, useReplayStore } from './replay/ReplayRoot.tsx';
export type { ReplayRootProps, ReplayRootSource } from './replay/ReplayRoot.tsx';
export { useReplay } from './replay/use-replay.ts';
export { useClock } from './replay/use-clock.ts';

// Parts
export { Header } from './header/Header.tsx';
export { Timeline } from './timeline/Timeline.tsx';
export { Transport } from './transport/Transport.tsx';
export { Outline } from './outline/Outline.tsx';
export { Events } from './events/Events.tsx';
export { Inspector } from './inspector/Inspector.tsx';
export type { InspectorProps, InspectorTab } from './inspector/Inspector.tsx';
export { Terminal } from './terminal/Terminal.tsx';
export { Diff } from './diff/Diff.tsx';
export type { DiffProps } from './diff/Diff.tsx';
export { TestResults } from './test-results/TestResults.tsx';
export { FinalOutput } from './final-output/FinalOutput.tsx';
export { Raw } from './raw/Raw.tsx';

// Untrusted markdown
export { Markdown } from './markdown/Markdown.tsx';
export type { MarkdownProps } from './markdown/Markdown.tsx';

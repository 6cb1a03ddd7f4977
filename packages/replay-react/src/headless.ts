// A name added here is a promise.

// A replay for own interfaces: contexts and hooks, none of our parts
export { ReplayProvider } from './replay/ReplayProvider.tsx';
export type { ReplayProviderProps, ReplayRootAddress, ReplayRootSelection, ReplayRootSource, ReplayRootTime } from './replay/root-props.ts';
export { useReplay } from './replay/use-replay.ts';
export { useReplayState, useReplayStore } from './replay/StoreContext.tsx';
export { useReplayActions } from './replay/use-replay-actions.ts';
export type { ReplayActions } from './replay/use-replay-actions.ts';
export { useClock } from './replay/use-clock.ts';
export { useCurrentEvent } from './replay/use-current-event.ts';
export { useAnnotations, useMarkers } from './review/ReviewProvider.tsx';
export type { Annotations } from './review/ReviewProvider.tsx';
export type { FoundMarkers } from './review/marker-store.ts';
export { useChapters } from './replay/use-chapters.ts';
export type { Chapters } from './replay/use-chapters.ts';
export { useSearch } from './replay/use-search.ts';
export type { ReplaySearch } from './replay/use-search.ts';
export { useText } from './replay/use-text.ts';
export type { LoadedText } from './replay/use-text.ts';

// What is open
export { useReplayView, useReplayViewActions } from './view/ViewContext.tsx';
export type { InspectorTab, ReplayLayer, ReplayPane, ReplayView, ReplayViewActions } from './view/replay-view.ts';

// Keys for own elements
export { useKeyMap } from './keys/use-key-map.ts';
export type { KeyMapOptions } from './keys/use-key-map.ts';

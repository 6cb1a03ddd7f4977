// A name added here is a promise.

// The whole replay
export { SessionReplay } from './session-replay/SessionReplay.tsx';
export type { SessionReplayProps } from './session-replay/SessionReplay.tsx';
export type { SessionReplayLayout } from './session-replay/Frame.tsx';
export type { SessionErrorProps, SessionReplaySlotProps, SessionReplaySlots } from './session-replay/slots.ts';

// A replay for parts and own components
export { ReplayRoot, useReplayState, useReplayStore } from './replay/ReplayRoot.tsx';
export { ReplayProvider } from './replay/ReplayProvider.tsx';
export type {
  ReplayProviderProps, ReplayRootAddress, ReplayRootBehaviour, ReplayRootLook, ReplayRootProps, ReplayRootSelection, ReplayRootSource, ReplayRootTime,
} from './replay/root-props.ts';
export type { ReplayRootReview } from './review/root-review.ts';
export { useReplay } from './replay/use-replay.ts';
export { useReplayActions } from './replay/use-replay-actions.ts';
export type { ReplayActions } from './replay/use-replay-actions.ts';
export { useClock } from './replay/use-clock.ts';
export { useCurrentEvent } from './replay/use-current-event.ts';
export { useChapters } from './replay/use-chapters.ts';
export type { Chapters } from './replay/use-chapters.ts';
export { useAnnotations, useMarkers } from './review/ReviewProvider.tsx';
export type { Annotations } from './review/ReviewProvider.tsx';
export type { FoundMarkers } from './review/marker-store.ts';
export { useStoredAnnotations } from './review/use-stored-annotations.ts';
export type { StoredAnnotations } from './review/use-stored-annotations.ts';
export { useSearch } from './replay/use-search.ts';
export type { ReplaySearch } from './replay/use-search.ts';

// Parts
export { Header } from './header/Header.tsx';
export type { HeaderProps } from './header/Header.tsx';
export { Timeline } from './timeline/Timeline.tsx';
export type { TimelineProps } from './timeline/Timeline.tsx';
export { TimelineChapters } from './timeline/TimelineChapters.tsx';
export { TimelineDensity } from './timeline/TimelineDensity.tsx';
export { TimelineHits } from './timeline/TimelineHits.tsx';
export { TimelineHover } from './timeline/TimelineHover.tsx';
export { TimelineIdle } from './timeline/TimelineIdle.tsx';
export { TimelineLanes } from './timeline/TimelineLanes.tsx';
export { TimelineMarkers } from './timeline/TimelineMarkers.tsx';
export { TimelinePlayhead } from './timeline/TimelinePlayhead.tsx';
export { TimelineRange } from './timeline/TimelineRange.tsx';
export { TimelineRuler } from './timeline/TimelineRuler.tsx';
export { TimelineView } from './timeline/TimelineView.tsx';
export { useVisibleRange } from './timeline/visible-range.ts';
export type { VisibleRange, VisibleRangeStore } from './timeline/visible-range.ts';
export { Transport } from './transport/Transport.tsx';
export type { TransportProps } from './transport/Transport.tsx';
export { Outline } from './outline/Outline.tsx';
export { Events } from './events/Events.tsx';
export type { EventsProps } from './events/Events.tsx';
export { Search } from './search/Search.tsx';
export { Filters } from './filters/Filters.tsx';
export { Shortcuts } from './shortcuts/Shortcuts.tsx';
export { Inspector } from './inspector/Inspector.tsx';
export type { InspectorProps } from './inspector/Inspector.tsx';
export type { InspectorPanels } from './inspector/InspectorPanel.tsx';

export { Terminal } from './terminal/Terminal.tsx';
export type { TerminalProps } from './terminal/Terminal.tsx';
export { Diff } from './diff/Diff.tsx';
export type { DiffProps } from './diff/Diff.tsx';
export { DiffViewProvider } from './diff/DiffViewProvider.tsx';
export type { RenderDiffProps } from './diff/diff-subject.ts';
export { FileHistory } from './file-history/FileHistory.tsx';
export type { FileHistoryProps } from './file-history/FileHistory.tsx';
export { Files } from './files/Files.tsx';
export { Notes } from './notes/Notes.tsx';
export { ReviewQueue } from './review/ReviewQueue.tsx';
export { viewedKey } from './files/viewed-key.ts';
export { TestResults } from './test-results/TestResults.tsx';
export { FinalOutput } from './final-output/FinalOutput.tsx';
export { Stats } from './stats/Stats.tsx';
export { Iterations } from './iterations/Iterations.tsx';
export { Raw } from './raw/Raw.tsx';

// Lists of sessions
export { SessionList } from './session-list/SessionList.tsx';
export type { SessionListProps } from './session-list/SessionList.tsx';
export type { SessionFacetCounts, SessionFacetName, SessionFacetValue, SessionFilters, SessionListItem, SessionOutcomeFilter, SessionPeriod, SessionSort, SessionSortKey } from './session-list/session-list-item.ts';
export type { SessionListMessages } from './session-list/session-list-messages.ts';

// Untrusted markdown
export { Markdown } from './markdown/Markdown.tsx';
export type { MarkdownProps } from './markdown/Markdown.tsx';

// Own parts: what is open, what the host set
export { useReplayView, useReplayViewActions } from './view/ViewContext.tsx';
export type { InspectorTab, ReplayLayer, ReplayPane, ReplayView, ReplayViewActions } from './view/replay-view.ts';
export { useFormat, useSettings } from './settings/SettingsContext.tsx';
export { useMessages } from './messages/use-messages.ts';
export type { ReplayAction, ReplayLinkProps, ReplayPermissions, ReplaySettings } from './settings/replay-settings.ts';
export type { Formatters } from './locale/formatters.ts';
export type { PartialReplayMessages, ReplayMessages } from './messages/messages.ts';
export type { EventRendererProps, EventRenderers } from './events/event-renderer.ts';
export { classes, definePart } from './elements/define-part.ts';
export type { Part, PartProps } from './elements/define-part.ts';

// A name added here is a promise.
//
// The parts by short names: `import * as Replay from '@playhead/replay-react/parts'` gives `<Replay.Timeline />`.

export { SessionReplay as Session } from './session-replay/SessionReplay.tsx';
export { ReplayRoot as Root } from './replay/ReplayRoot.tsx';
export { Header } from './header/Header.tsx';
export { Timeline } from './timeline/Timeline.tsx';
export { TimelineChapters as Chapters } from './timeline/TimelineChapters.tsx';
export { TimelineDensity as Density } from './timeline/TimelineDensity.tsx';
export { TimelineHits as Hits } from './timeline/TimelineHits.tsx';
export { TimelineHover as HoverCard } from './timeline/TimelineHover.tsx';
export { TimelineIdle as Idle } from './timeline/TimelineIdle.tsx';
export { TimelineLanes as Lanes } from './timeline/TimelineLanes.tsx';
export { TimelineMarkers as Markers } from './timeline/TimelineMarkers.tsx';
export { TimelinePlayhead as Playhead } from './timeline/TimelinePlayhead.tsx';
export { TimelineRange as Range } from './timeline/TimelineRange.tsx';
export { TimelineRuler as Ruler } from './timeline/TimelineRuler.tsx';
export { TimelineView as View } from './timeline/TimelineView.tsx';
export { Transport } from './transport/Transport.tsx';
export { Outline } from './outline/Outline.tsx';
export { Events } from './events/Events.tsx';
export { Search } from './search/Search.tsx';
export { Filters } from './filters/Filters.tsx';
export { Inspector } from './inspector/Inspector.tsx';
export { Terminal } from './terminal/Terminal.tsx';
export { Diff } from './diff/Diff.tsx';
export { FileHistory } from './file-history/FileHistory.tsx';
export { Files } from './files/Files.tsx';
export { TestResults } from './test-results/TestResults.tsx';
export { Iterations } from './iterations/Iterations.tsx';
export { FinalOutput } from './final-output/FinalOutput.tsx';
export { Raw } from './raw/Raw.tsx';
export { Notes } from './notes/Notes.tsx';
export { ReviewQueue } from './review/ReviewQueue.tsx';
export { Shortcuts } from './shortcuts/Shortcuts.tsx';

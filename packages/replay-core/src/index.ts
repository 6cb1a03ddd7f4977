// A name added here is a promise.

// The model: records as turns, steps, files and tests
export { createModel } from './model/create-model.ts';
export { beginsWith } from './model/list-view.ts';
export type { ModelBuilder } from './model/create-model.ts';
export type {
  Chapter, CommandOutput, FileChange, Moment, ReplayEvent, SessionModel, Step, StepPermission, StepStatus, SubagentRun, TestRun, TouchedFile, Turn, UsageTotals,
} from './model/types.ts';
export { BEFORE_FIRST_PROMPT } from './model/turns.ts';
export { disagreementText } from './witnesses/disagreement-text.ts';
export type { Disagreement, DisagreementField } from './witnesses/disagreement.ts';
export type { Side } from './witnesses/sides.ts';

// Looking things up
export { eventsOfStep, stepById } from './selectors.ts';
export { iterationsOf } from './iterations.ts';
export type { Iteration } from './iterations.ts';
export { recordMatcher, search } from './search.ts';
export { firstIndexFrom } from './replay/places.ts';
export { relativePath } from './relative-path.ts';

// Long logs in brief: records without their long texts, and the way back to them
export { briefRecord } from './brief/brief-record.ts';
export { createThinning } from './brief/thinning.ts';
export { BRIEF_FROM_BYTES, createBriefing } from './brief/briefing.ts';
export type { Briefing } from './brief/briefing.ts';
export type { LogPlace } from './brief/log-place.ts';
export { wholeRecordOf } from './brief/text-in-record.ts';
export { hunksFromText } from './model/files.ts';
export { isGeneratedFile } from './model/generated-file.ts';

// The index of a session: what its log holds and where, so that parts of it are read without the whole
export { createSessionIndex, decodeSessionIndex } from './session-index/create-session-index.ts';
export { openSession } from './session-index/open-session.ts';
export type { OpenedSession, OpenSessionOptions } from './session-index/open-session.ts';
export { keepSessionIndex } from './session-index/keep-session-index.ts';
export type { SessionIndexKeeper } from './session-index/keep-session-index.ts';
export { SESSION_INDEX_VERSION } from './session-index/types.ts';
export type { IndexChunk, NumberRun, SessionIndex, StepHead, TurnHead } from './session-index/types.ts';

// Recorded terminals: how they are read is in `@playhead/replay-core/terminal`
export { terminalAt } from './terminal/terminal-at.ts';
export type { Emulator, EmulatorClass, TerminalHead, TerminalHits, TerminalPiece, TerminalScreen, TerminalTrack } from './terminal/types.ts';

// A session in figures
export { statsOf } from './stats.ts';
export type { RetriedCall, SessionStatistics, StepCount, ToolLatency, TurnStatistics } from './stats.ts';

// What an agent did in a session
export { behaviourOf } from './behaviour.ts';
export type { BehaviourOptions, FileLines, FileReads, RunCount, SessionBehaviour } from './behaviour.ts';

// A session as one JSON value
export { SESSION_DOCUMENT_VERSION, toSessionDocument } from './session-document.ts';
export { withSilence } from './model/silent.ts';
export type { DisagreementDocument, FileChangeDocument, IterationDocument, MarkerDocument, SessionDocument, SessionDocumentOptions, StepDocument, TurnDocument } from './session-document.ts';

// A file as it was at any moment, and the change that wrote each of its lines
export { fileHistory, fileHistorySteps } from './file-history/file-history.ts';
export { fileHistoryBlobs, fileHistoryBlobSteps } from './file-history/witnesses.ts';
export type { FileBlock, FileHistory, FileHistoryOptions, FilePoint, FileState } from './file-history/types.ts';

// Sessions of a storage: which there are, one of them as a value, and what it made of files
export { listSessions } from './list-sessions.ts';
export { searchSessions } from './search-sessions.ts';
export type { FoundPlace, SearchableStorage, SearchSessionsOptions, SessionHit, SessionHits } from './search-sessions.ts';
export type { SessionFilter } from './list-sessions.ts';
export { loadModel, loadSession, storageTexts } from './load-session.ts';
export { SESSION_DIFF_VERSION, toSessionDiff } from './session-diff.ts';
export type { FileDiff, SessionDiff, SessionDiffOptions } from './session-diff.ts';

// What of a session asks for a review
export { findReviewMarkers } from './review/find-review-markers.ts';
export type { ReviewOptions } from './review/find-review-markers.ts';
export { defineReviewRule } from './review/review-rule.ts';
export type { ReviewFinding, ReviewMarker, ReviewRule, ReviewThreshold, ReviewThresholds } from './review/review-rule.ts';
export { reviewRules } from './review/review-rules.ts';
export { createAnnotator, markerReviewsOf, reviewMarker } from './review/review-annotations.ts';
export type { AnnotationDraft, MarkerReview } from './review/review-annotations.ts';

// Every moment, as one JSON value
export { MOMENTS_DOCUMENT_VERSION, toMomentsDocument } from './moments-document.ts';
export type { ListedMoment, MomentsDocument } from './moments-document.ts';

// What a recording is and where to go in it, as one JSON value
export { TIMELINE_DOCUMENT_VERSION, toTimelineDocument } from './timeline-document.ts';
export type { TimelineCounts, TimelineDocument, TimelineSnapshot } from './timeline-document.ts';

// Chapters and moments that people made, beside what was recorded
export { editOutline, outlineEditor } from './review/outline-edits.ts';
export type { OutlineChange, OutlineTarget } from './review/outline-edits.ts';

// What reviewers write beside a session
export { projectReview } from './review/project-review.ts';
export { withReviewedOutcome, type ReviewedOutcome } from './review/reviewed-outcome.ts';
export { createAnchorLocator, createAnchorsLocator } from './review/locate-anchor.ts';
export type { AnchorLocator, AnchorPlace, AnchorsLocator } from './review/locate-anchor.ts';
export { listReviewedSessions } from './review/reviewed-sessions.ts';
export type { ListReviewedOptions, ReviewedQuery, ReviewedStorage } from './review/reviewed-sessions.ts';
export { withReview } from './review/reviewed-session.ts';
export { withKeptOutcome } from './metrics/kept-outcome.ts';
export type { ReviewedSession } from './review/reviewed-session.ts';
export { sessionAgreement, SESSION_AGREEMENTS } from './witnesses/session-agreement.ts';
export type { SessionAgreement } from './witnesses/session-agreement.ts';
export { keepReviewMarkers } from './review/kept-markers.ts';
export type { KeepReviewMarkersOptions } from './review/kept-markers.ts';
export { anchorOfEvent, anchorOfLine, anchorOfRange, anchorOfTurn } from './review/make-anchor.ts';
export { createLinePlacer, placeInHunks } from './review/place-in-hunks.ts';
export type { LinePlace } from './review/place-in-hunks.ts';
export { toReviewDocument } from './review/review-document.ts';
export { readReviewDocument } from './review/read-review-document.ts';
export type { ReadReview, ReadReviewOptions, ReviewFault } from './review/read-review-document.ts';
export { reviewToMarkdown } from './review/review-markdown.ts';
export type { ReviewMarkdownOptions } from './review/review-markdown.ts';

// The replay: one store for every view
export { createReplay } from './create-replay.ts';
export type { ReplayOptions } from './create-replay.ts';
export type { EventFilter, ReplayClock, ReplayState, ReplayStore, SearchProgress, ShownEvents, StepTarget, TimeRange } from './replay-store.ts';

// Sources: where a replay gets its records from
export type { ByteRange, PlacedRecords, ReplaySource, SourceChunk, SourceHits, SourceProgress, SourceRange, TerminalRange } from './source/source.ts';
export { recordsSource } from './source/records-source.ts';
export { storageSource } from './source/storage-source.ts';
export { fileSource } from './source/file-source.ts';
export type { FileSourceOptions } from './source/file-source.ts';
export { logSource } from './source/log-source.ts';
export type { LogSourceOptions } from './source/log-source.ts';

// Time
export { createTimeMap } from './player/create-time-map.ts';
export type { GrowingTimeMap } from './player/create-time-map.ts';
export type { IdleMode, IdleStretch, TimeMap } from './player/time-map.ts';
export { bucketise } from './player/bucketise.ts';
export type { TimelineBucket } from './player/bucketise.ts';
export type { FrameScheduler } from './player/clock.ts';
export { transition } from './player/transition.ts';
export type { PlayerAction, PlayerState } from './player/transition.ts';

// Where someone is, and the keys that move them
export { fromHash, toHash } from './location.ts';
export type { ReplayLocation } from './location.ts';
export { commandOf, defaultKeyMap, keyName, keysOn, replayKeys } from './key-map.ts';
export type { CommandKeys, KeyMap, KeySurface, ReplayCommand, TerminalOnlyCommand } from './key-map.ts';

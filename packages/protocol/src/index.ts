// A name added here is a promise.

// The record: one line of a recording
export { FORMAT_VERSION, compareRecords, producerKey } from './record.ts';
export { createSeenNumbers } from './seen-numbers.ts';
export type { SeenNumbers, SeenRuns } from './seen-numbers.ts';
export type { RecordPlace, SessionRecord, Via } from './record.ts';
export { LINE_PREFIX, createRecordEncoder, encodeRecord } from './encode.ts';
export type { EncodableRecord } from './encode.ts';
export { decodeLine, decodeRecord } from './decode.ts';
export type { DecodedLine } from './decode.ts';
export { createIdSource, isUuid } from './ids.ts';
export { isJsonObject } from './json.ts';
export type { JsonObject, JsonValue } from './json.ts';

// Large values
export { BLOB_THRESHOLD_BYTES, isBlobRef, previewOf } from './blob.ts';
export type { BlobRef, TextValue } from './blob.ts';

// How large it may be
export { defaultLimits, limitFault } from './limits.ts';
export type { LimitFault, RecordLimits } from './limits.ts';

// The session
export { emptySessionInfo, foldSessionInfo, sessionOriginsOf, withSessionOrigins } from './session-info.ts';
export { emptySessionText, foldSessionText, searchable, searchableTexts } from './session-text.ts';
export type { SessionText, StatedText } from './session-text.ts';
export { HEARTBEAT_US, SILENT_US, isSilent, presentSession } from './session-silence.ts';
export type { SignsOfLife } from './session-silence.ts';
export { sessionMatches } from './session-query.ts';
export { SESSION_SORTS, sessionDurationUs, sessionSortValue } from './session-sort.ts';
export type { SessionOrder, SessionSort } from './session-sort.ts';
export { withProject } from './session-project.ts';
export { OUTCOMES } from './session.ts';
export type {
  AgentDescription, FinalOutput, GitState, Identity, Outcome, SessionHeader, SessionInfo, SessionLinks, SessionStatus, Task,
} from './session.ts';

// Events
export { eventRegistry } from './events/index.ts';
export type { AnyEventDefinition, EventData, EventDataByType, EventType } from './events/index.ts';
export { describeEvent } from './events/describe-event.ts';
export type { EventDescription } from './events/describe-event.ts';
export type { EventDefinition, EventKind, Severity, StepRole } from './events/define-event.ts';
export type { SessionStartData } from './events/session-start.ts';
export type { SessionUpdateData } from './events/session-update.ts';
export type { SessionStopData } from './events/session-stop.ts';
export type { SessionStatusData } from './events/session-status.ts';
export type { SessionDroppedData } from './events/session-dropped.ts';
export type { SessionCheckpointData } from './events/session-checkpoint.ts';
export type { FinalOutputData } from './events/final-output.ts';
export type { PromptData } from './events/prompt.ts';
export type { PromptExpansionData } from './events/prompt-expansion.ts';
export type { AssistantTextData } from './events/assistant-text.ts';
export type { AssistantThinkingData } from './events/assistant-thinking.ts';
export type { TurnEndData } from './events/turn-end.ts';
export type { ToolCallData } from './events/tool-call.ts';
export type { PtySize, TerminalCommandData } from './events/terminal-command.ts';
export type { McpCallData } from './events/mcp-call.ts';
export type { SkillUseData } from './events/skill-use.ts';
export type { TerminalOutputData } from './events/terminal-output.ts';
export type { TerminalInputData } from './events/terminal-input.ts';
export type { TerminalResizeData } from './events/terminal-resize.ts';
export type { FileDiffData, DiffHunk } from './events/file-diff.ts';
export type { FileReadData } from './events/file-read.ts';
export type { FileChangeData } from './events/file-change.ts';
export type { SearchData } from './events/search.ts';
export type { WebFetchData } from './events/web-fetch.ts';
export type { TestResultData, TestCase } from './events/test-result.ts';
export type { ToolResultData } from './events/tool-result.ts';
export type { SubagentStartData } from './events/subagent-start.ts';
export type { SubagentStopData } from './events/subagent-stop.ts';
export type { PermissionRequestData } from './events/permission-request.ts';
export type { PermissionDecisionData } from './events/permission-decision.ts';
export type { FailureData } from './events/failure.ts';
export type { UsageData } from './events/usage.ts';
export type { IterationData } from './events/iteration.ts';
export type { ChapterData } from './events/chapter.ts';
export type { MomentCategory, MomentData } from './events/moment.ts';
export type { MilestoneData } from './events/milestone.ts';
export type { NoteData, RemarkAuthor } from './events/note.ts';
export type { NeedsReviewData } from './events/needs-review.ts';
export type { SnapshotData } from './events/snapshot.ts';
export type { CompactionData } from './events/compaction.ts';
export type { TaskListData, TaskItem } from './events/task-list.ts';
export type { NotificationData } from './events/notification.ts';
export type { InstructionsLoadedData } from './events/instructions-loaded.ts';
export type { ModelSwitchData } from './events/model-switch.ts';
export type { DirectoryChangeData } from './events/directory-change.ts';
export type { ConfigChangeData } from './events/config-change.ts';
export type { ElicitationData } from './events/elicitation.ts';
export type { ToolChange, ToolsChangedData } from './events/tools-changed.ts';
export type { RecorderGapData } from './events/recorder-gap.ts';
export type { OversizeData } from './events/oversize.ts';
export type { RedactionCount, RedactionData } from './events/redaction.ts';
export type { HarnessEventData } from './events/harness-event.ts';

// Storage
export { LISTED_VALUES, LOG_END } from './storage.ts';
export type {
  Annotation, AppendDurability, AppendOptions, BlobStorage, Chunk, CreatedSession, Cursor, Damage, DerivedStorage, ReadOptions, RewriteOptions, SessionPage, SessionQuery,
  SessionStorage, SessionSurvey, StorageCapabilities, StoredRecord, SurveyedSession,
} from './storage.ts';

// What a storage writes down of removals
export { REMOVAL_VERSION } from './removal.ts';
export { RETENTION_TYPES } from './retention-types.ts';
export { APPROVAL_TYPE, OWNER_TYPES } from './approval-type.ts';
export type { DeleteOptions, RemovalAction, RemovalEntry } from './removal.ts';

// What agents of a machine keep
export type { HistorySurvey, ImportSource, ImportState } from './history-import.ts';

// Reviews: what people and agents write beside a session
export { REVIEW_VERSION } from './review.ts';
export type {
  ImportedFrom, LocatedReviewThread, Review, ReviewAnchor, ReviewAnnotations, ReviewAnnotationType, ReviewDocument, ReviewedFile, ReviewedMarker, ReviewEntry, ReviewNote, ReviewRating, ReviewThread, ReviewVerdict,
} from './review.ts';

// Errors
export { PlayheadError, errorDescriptions, isPlayheadError } from './errors.ts';
export type { ErrorCode, ErrorDescription } from './errors.ts';

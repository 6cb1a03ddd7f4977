import type { EventDefinition, Severity } from './define-event.ts';
import { sessionStart, type SessionStartData } from './session-start.ts';
import { sessionUpdate, type SessionUpdateData } from './session-update.ts';
import { sessionStop, type SessionStopData } from './session-stop.ts';
import { sessionStatus, type SessionStatusData } from './session-status.ts';
import { sessionDropped, type SessionDroppedData } from './session-dropped.ts';
import { sessionCheckpoint, type SessionCheckpointData } from './session-checkpoint.ts';
import { finalOutput, type FinalOutputData } from './final-output.ts';
import { prompt, type PromptData } from './prompt.ts';
import { promptExpansion, type PromptExpansionData } from './prompt-expansion.ts';
import { assistantText, type AssistantTextData } from './assistant-text.ts';
import { assistantThinking, type AssistantThinkingData } from './assistant-thinking.ts';
import { turnEnd, type TurnEndData } from './turn-end.ts';
import { toolCall, type ToolCallData } from './tool-call.ts';
import { terminalCommand, type TerminalCommandData } from './terminal-command.ts';
import { mcpCall, type McpCallData } from './mcp-call.ts';
import { skillUse, type SkillUseData } from './skill-use.ts';
import { terminalOutput, type TerminalOutputData } from './terminal-output.ts';
import { terminalInput, type TerminalInputData } from './terminal-input.ts';
import { terminalResize, type TerminalResizeData } from './terminal-resize.ts';
import { fileDiff, type FileDiffData } from './file-diff.ts';
import { fileRead, type FileReadData } from './file-read.ts';
import { fileChange, type FileChangeData } from './file-change.ts';
import { search, type SearchData } from './search.ts';
import { webFetch, type WebFetchData } from './web-fetch.ts';
import { testResult, type TestResultData } from './test-result.ts';
import { toolResult, type ToolResultData } from './tool-result.ts';
import { subagentStart, type SubagentStartData } from './subagent-start.ts';
import { subagentStop, type SubagentStopData } from './subagent-stop.ts';
import { permissionRequest, type PermissionRequestData } from './permission-request.ts';
import { permissionDecision, type PermissionDecisionData } from './permission-decision.ts';
import { failure, type FailureData } from './failure.ts';
import { usage, type UsageData } from './usage.ts';
import { iteration, type IterationData } from './iteration.ts';
import { chapter, type ChapterData } from './chapter.ts';
import { moment, type MomentData } from './moment.ts';
import { milestone, type MilestoneData } from './milestone.ts';
import { needsReview, type NeedsReviewData } from './needs-review.ts';
import { toolsChanged, type ToolsChangedData } from './tools-changed.ts';
import { note, type NoteData } from './note.ts';
import { snapshot, type SnapshotData } from './snapshot.ts';
import { compaction, type CompactionData } from './compaction.ts';
import { taskList, type TaskListData } from './task-list.ts';
import { notification, type NotificationData } from './notification.ts';
import { instructionsLoaded, type InstructionsLoadedData } from './instructions-loaded.ts';
import { modelSwitch, type ModelSwitchData } from './model-switch.ts';
import { directoryChange, type DirectoryChangeData } from './directory-change.ts';
import { configChange, type ConfigChangeData } from './config-change.ts';
import { elicitation, type ElicitationData } from './elicitation.ts';
import { recorderGap, type RecorderGapData } from './recorder-gap.ts';
import { oversize, type OversizeData } from './oversize.ts';
import { redaction, type RedactionData } from './redaction.ts';
import { harnessEvent, type HarnessEventData } from './harness-event.ts';

/** The data of every known event type. */
export interface EventDataByType {
  readonly session_start: SessionStartData;
  readonly session_update: SessionUpdateData;
  readonly session_stop: SessionStopData;
  readonly session_status: SessionStatusData;
  readonly session_dropped: SessionDroppedData;
  readonly session_checkpoint: SessionCheckpointData;
  readonly final_output: FinalOutputData;
  readonly prompt: PromptData;
  readonly prompt_expansion: PromptExpansionData;
  readonly assistant_text: AssistantTextData;
  readonly assistant_thinking: AssistantThinkingData;
  readonly turn_end: TurnEndData;
  readonly tool_call: ToolCallData;
  readonly terminal_command: TerminalCommandData;
  readonly mcp_call: McpCallData;
  readonly skill_use: SkillUseData;
  readonly terminal_output: TerminalOutputData;
  readonly terminal_input: TerminalInputData;
  readonly terminal_resize: TerminalResizeData;
  readonly file_diff: FileDiffData;
  readonly file_read: FileReadData;
  readonly file_change: FileChangeData;
  readonly search: SearchData;
  readonly web_fetch: WebFetchData;
  readonly test_result: TestResultData;
  readonly tool_result: ToolResultData;
  readonly subagent_start: SubagentStartData;
  readonly subagent_stop: SubagentStopData;
  readonly permission_request: PermissionRequestData;
  readonly permission_decision: PermissionDecisionData;
  readonly failure: FailureData;
  readonly usage: UsageData;
  readonly iteration: IterationData;
  readonly chapter: ChapterData;
  readonly moment: MomentData;
  readonly milestone: MilestoneData;
  readonly note: NoteData;
  readonly needs_review: NeedsReviewData;
  readonly snapshot: SnapshotData;
  readonly compaction: CompactionData;
  readonly task_list: TaskListData;
  readonly notification: NotificationData;
  readonly instructions_loaded: InstructionsLoadedData;
  readonly model_switch: ModelSwitchData;
  readonly directory_change: DirectoryChangeData;
  readonly config_change: ConfigChangeData;
  readonly elicitation: ElicitationData;
  readonly tools_changed: ToolsChangedData;
  readonly recorder_gap: RecorderGapData;
  readonly oversize: OversizeData;
  readonly redaction: RedactionData;
  readonly harness_event: HarnessEventData;
}

/** A known event type. */
export type EventType = keyof EventDataByType;

/** The data of an event type. */
export type EventData<Type extends EventType> = EventDataByType[Type];

/** A definition whose data the caller must not look into. */
export type AnyEventDefinition = Omit<EventDefinition<EventType>, 'summary' | 'severity'> & {
  readonly summary: (data: never) => string;
  readonly severity?: (data: never) => Severity;
};

const definitions: readonly AnyEventDefinition[] = [
  sessionStart,
  sessionUpdate,
  sessionStop,
  sessionStatus,
  sessionDropped,
  sessionCheckpoint,
  finalOutput,
  prompt,
  promptExpansion,
  assistantText,
  assistantThinking,
  turnEnd,
  toolCall,
  terminalCommand,
  mcpCall,
  skillUse,
  terminalOutput,
  terminalInput,
  terminalResize,
  fileDiff,
  fileRead,
  fileChange,
  search,
  webFetch,
  testResult,
  toolResult,
  subagentStart,
  subagentStop,
  permissionRequest,
  permissionDecision,
  failure,
  usage,
  iteration,
  chapter,
  moment,
  milestone,
  note,
  needsReview,
  snapshot,
  compaction,
  taskList,
  notification,
  instructionsLoaded,
  modelSwitch,
  directoryChange,
  configChange,
  elicitation,
  toolsChanged,
  recorderGap,
  oversize,
  redaction,
  harnessEvent,
];

/** The registry: every known event type with what the rest of Playhead needs to know about it. */
export const eventRegistry: ReadonlyMap<string, AnyEventDefinition> = new Map(definitions.map((definition) => [definition.type, definition]));

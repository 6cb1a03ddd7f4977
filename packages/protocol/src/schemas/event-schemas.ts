import type { EventDataByType } from '../events/index.ts';
import type { Schema } from './object-schema.ts';
import { sessionStartSchema } from './session-start.ts';
import { sessionUpdateSchema } from './session-update.ts';
import { sessionStopSchema } from './session-stop.ts';
import { sessionStatusSchema } from './session-status.ts';
import { sessionDroppedSchema } from './session-dropped.ts';
import { sessionCheckpointSchema } from './session-checkpoint.ts';
import { finalOutputSchema } from './final-output.ts';
import { promptSchema } from './prompt.ts';
import { promptExpansionSchema } from './prompt-expansion.ts';
import { assistantTextSchema } from './assistant-text.ts';
import { assistantThinkingSchema } from './assistant-thinking.ts';
import { turnEndSchema } from './turn-end.ts';
import { toolCallSchema } from './tool-call.ts';
import { terminalCommandSchema } from './terminal-command.ts';
import { mcpCallSchema } from './mcp-call.ts';
import { skillUseSchema } from './skill-use.ts';
import { terminalOutputSchema } from './terminal-output.ts';
import { terminalInputSchema } from './terminal-input.ts';
import { terminalResizeSchema } from './terminal-resize.ts';
import { fileDiffSchema } from './file-diff.ts';
import { fileReadSchema } from './file-read.ts';
import { fileChangeSchema } from './file-change.ts';
import { searchSchema } from './search.ts';
import { webFetchSchema } from './web-fetch.ts';
import { testResultSchema } from './test-result.ts';
import { toolResultSchema } from './tool-result.ts';
import { subagentStartSchema } from './subagent-start.ts';
import { subagentStopSchema } from './subagent-stop.ts';
import { permissionRequestSchema } from './permission-request.ts';
import { permissionDecisionSchema } from './permission-decision.ts';
import { failureSchema } from './failure.ts';
import { usageSchema } from './usage.ts';
import { iterationSchema } from './iteration.ts';
import { chapterSchema } from './chapter.ts';
import { momentSchema } from './moment.ts';
import { milestoneSchema } from './milestone.ts';
import { needsReviewSchema } from './needs-review.ts';
import { noteSchema } from './note.ts';
import { snapshotSchema } from './snapshot.ts';
import { compactionSchema } from './compaction.ts';
import { taskListSchema } from './task-list.ts';
import { notificationSchema } from './notification.ts';
import { instructionsLoadedSchema } from './instructions-loaded.ts';
import { modelSwitchSchema } from './model-switch.ts';
import { directoryChangeSchema } from './directory-change.ts';
import { configChangeSchema } from './config-change.ts';
import { elicitationSchema } from './elicitation.ts';
import { toolsChangedSchema } from './tools-changed.ts';
import { recorderGapSchema } from './recorder-gap.ts';
import { oversizeSchema } from './oversize.ts';
import { redactionSchema } from './redaction.ts';
import { harnessEventSchema } from './harness-event.ts';

/** The check of every known event type's data. */
export const eventSchemas: { readonly [Type in keyof EventDataByType]: Schema<EventDataByType[Type]> } = {
  session_start: sessionStartSchema,
  session_update: sessionUpdateSchema,
  session_stop: sessionStopSchema,
  session_status: sessionStatusSchema,
  session_dropped: sessionDroppedSchema,
  session_checkpoint: sessionCheckpointSchema,
  final_output: finalOutputSchema,
  prompt: promptSchema,
  prompt_expansion: promptExpansionSchema,
  assistant_text: assistantTextSchema,
  assistant_thinking: assistantThinkingSchema,
  turn_end: turnEndSchema,
  tool_call: toolCallSchema,
  terminal_command: terminalCommandSchema,
  mcp_call: mcpCallSchema,
  skill_use: skillUseSchema,
  terminal_output: terminalOutputSchema,
  terminal_input: terminalInputSchema,
  terminal_resize: terminalResizeSchema,
  file_diff: fileDiffSchema,
  file_read: fileReadSchema,
  file_change: fileChangeSchema,
  search: searchSchema,
  web_fetch: webFetchSchema,
  test_result: testResultSchema,
  tool_result: toolResultSchema,
  subagent_start: subagentStartSchema,
  subagent_stop: subagentStopSchema,
  permission_request: permissionRequestSchema,
  permission_decision: permissionDecisionSchema,
  failure: failureSchema,
  usage: usageSchema,
  iteration: iterationSchema,
  chapter: chapterSchema,
  moment: momentSchema,
  milestone: milestoneSchema,
  note: noteSchema,
  needs_review: needsReviewSchema,
  snapshot: snapshotSchema,
  compaction: compactionSchema,
  task_list: taskListSchema,
  notification: notificationSchema,
  instructions_loaded: instructionsLoadedSchema,
  model_switch: modelSwitchSchema,
  directory_change: directoryChangeSchema,
  config_change: configChangeSchema,
  elicitation: elicitationSchema,
  tools_changed: toolsChangedSchema,
  recorder_gap: recorderGapSchema,
  oversize: oversizeSchema,
  redaction: redactionSchema,
  harness_event: harnessEventSchema,
};

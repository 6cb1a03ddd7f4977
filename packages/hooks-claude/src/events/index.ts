import type { EventConverter } from './event-input.ts';
import { compaction, elicitation, modelSwitch } from './model.ts';
import { assistantThinking, toolCallRefused } from './module.ts';
import { permissionDenied, permissionRequest } from './permission.ts';
import { userPromptExpansion, userPromptSubmit } from './prompt.ts';
import { sessionEnd, sessionStart } from './session.ts';
import { subagentStart, subagentStop } from './subagent.ts';
import { configChange, cwdChanged, fileChanged, instructionsLoaded, notification, taskHook } from './surroundings.ts';
import { postToolBatch } from './tool-batch.ts';
import { postToolUse, postToolUseFailure, preToolUse } from './tool-call.ts';
import { messageDisplay, stop, stopFailure } from './turn.ts';

/** The converter of each hook event. A new one is a line here; an event without one is kept as `harness_event`. */
export const converters: ReadonlyMap<string, EventConverter> = new Map([
  ['SessionStart', sessionStart],
  ['SessionEnd', sessionEnd],
  ['UserPromptSubmit', userPromptSubmit],
  ['UserPromptExpansion', userPromptExpansion],
  ['MessageDisplay', messageDisplay],
  ['Stop', stop],
  ['StopFailure', stopFailure],
  ['PreToolUse', preToolUse],
  ['PostToolUse', postToolUse],
  ['PostToolUseFailure', postToolUseFailure],
  ['PostToolBatch', postToolBatch],
  ['PermissionRequest', permissionRequest],
  ['PermissionDenied', permissionDenied],
  ['SubagentStart', subagentStart],
  ['SubagentStop', subagentStop],
  ['InstructionsLoaded', instructionsLoaded],
  ['CwdChanged', cwdChanged],
  ['FileChanged', fileChanged],
  ['ConfigChange', configChange],
  ['Notification', notification],
  ['PreCompact', compaction('start')],
  ['PostCompact', compaction('end')],
  ['PreModelSwitch', modelSwitch('start')],
  ['PostModelSwitch', modelSwitch('end')],
  ['TaskCreated', taskHook('pending')],
  ['TaskCompleted', taskHook('completed')],
  ['Elicitation', elicitation('request')],
  ['ElicitationResult', elicitation('response')],
  ['AssistantThinking', assistantThinking],
  ['ToolCallRefused', toolCallRefused],
]);

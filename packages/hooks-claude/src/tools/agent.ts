import { openToolCall } from './open-tool-call.ts';
import type { ToolFamily } from './tool-family.ts';

/** Starting of subagents. `Task` is the older name of `Agent`. */
export const agent: ToolFamily = {
  names: ['Agent', 'Task'],
  open: (call) => openToolCall(call, 'subagent', 'description', 'prompt'),
};

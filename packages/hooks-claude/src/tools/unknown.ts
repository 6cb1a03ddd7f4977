import { openToolCall } from './open-tool-call.ts';
import type { ToolFamily } from './tool-family.ts';

/** Every tool that no other family knows: shown generically, nothing of it lost. */
export const unknown: ToolFamily = {
  names: () => true,
  open: (call) => openToolCall(call, 'tool', 'description', 'title', 'name', 'file_path', 'path', 'query', 'url'),
};

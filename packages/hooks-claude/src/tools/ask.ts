import { isJsonObject } from '@playhead/protocol';
import { openToolCall } from './open-tool-call.ts';
import type { ToolFamily } from './tool-family.ts';

/** Questions to the user. */
export const ask: ToolFamily = {
  names: ['AskUserQuestion', 'ExitPlanMode', 'EnterPlanMode'],
  open: (call) => {
    const { input } = call;
    const questions = isJsonObject(input) && Array.isArray(input['questions']) ? input['questions'] : [];
    const first = questions.find(isJsonObject);
    const opened = openToolCall(call, 'tool', 'question', 'plan');
    return typeof first?.['question'] === 'string' ? { ...opened, data: { ...opened.data, title: first['question'].slice(0, 200) } } : opened;
  },
};

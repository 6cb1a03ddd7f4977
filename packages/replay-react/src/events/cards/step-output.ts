import type { TextValue } from '@playhead/protocol';
import type { Step } from '@playhead/replay-core';
import { isLarge } from '../../elements/text-value.ts';

/** Whether a step printed or answered something. */
export function hasOutput(step: Step | undefined): boolean {
  return step !== undefined && ((step.terminal?.chunks.some(({ text }) => says(text)) ?? false) || says(step.output) || Boolean(step.error));
}

function says(text: TextValue | undefined): boolean {
  return isLarge(text) || Boolean(text?.trim());
}

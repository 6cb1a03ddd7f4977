import type { TextValue } from '@playhead/protocol';
import type { Step } from '@playhead/replay-core';
import { shortText } from '../elements/text-value.ts';

/** Characters of output shown at once. */
export const WINDOW: number = 256 * 1024;

const NONE: readonly TextValue[] = [];

/** Whether a step belongs into a terminal. */
export function isCommand(step: Step): boolean {
  return step.command !== undefined || step.terminal !== undefined;
}

/** The output of a command: what its terminal showed, else what the model was told. */
export function outputOf(step: Step | undefined): readonly TextValue[] {
  if (!step) return NONE;
  const chunks = step.terminal?.chunks ?? [];
  if (chunks.some((chunk) => shortText(chunk.text) !== '')) return chunks.map((chunk) => chunk.text);
  return step.output === undefined ? NONE : [step.output];
}

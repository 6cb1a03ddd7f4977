import type { TextValue } from '@playhead/protocol';
import type { Step } from '@playhead/replay-core';
import { isLarge, shortText } from '../../elements/text-value.ts';

/** What a step printed or answered, without loading anything. */
export function outputOf(step: Step): { readonly text: string; readonly size?: number } {
  const pieces: readonly TextValue[] = step.terminal ? step.terminal.chunks.map(({ text }) => text) : step.output === undefined ? [] : [step.output];
  const size = pieces.reduce((sum, piece) => sum + (isLarge(piece) ? piece.size : 0), 0);
  const text = pieces.map(shortText).join('') || (step.terminal && step.output !== undefined ? shortText(step.output) : '');
  return { text: text || (step.error ?? ''), ...(size > 0 && { size }) };
}

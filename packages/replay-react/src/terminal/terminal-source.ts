import type { TextValue } from '@playhead/protocol';
import type { Step } from '@playhead/replay-core';
import { isLarge, shortText } from '../elements/text-value.ts';

/** Characters of output shown at once. */
export const WINDOW: number = 256 * 1024;

/** Beyond so many bytes an output is not loaded as a whole. */
export const MOST_LOADED: number = 2 * 1024 * 1024;

/** Nothing printed. */
export const NONE: readonly TextValue[] = [];

/** Bytes of several texts, about: those in place are counted by their characters. */
export function sizeOf(values: readonly TextValue[]): number {
  return values.reduce((sum, value) => sum + (isLarge(value) ? value.size : value.length), 0);
}

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

/**
 * How many pieces of {@link outputOf} were printed at a moment: none to all of them.
 *
 * @param at - Integer microseconds since the Unix epoch.
 */
export function printedAt(step: Step, at: number): number {
  const chunks = step.terminal?.chunks ?? [];
  if (chunks.some((chunk) => shortText(chunk.text) !== '')) {
    let low = 0;
    let high = chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((chunks[middle]?.at ?? Infinity) <= at) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  const ended = step.durationUs === undefined || at >= step.startedAt + step.durationUs;
  return ended && step.output !== undefined ? 1 : 0;
}

/** The end of a text that a terminal may begin with: at a line, so that no sequence is cut. */
export function lastOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const line = text.indexOf('\n', text.length - limit);
  return line < 0 || line - (text.length - limit) > limit / 2 ? text.slice(-limit) : text.slice(line + 1);
}

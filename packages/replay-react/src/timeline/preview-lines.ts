import type { ReplayEvent, Step } from '@playhead/replay-core';
import { shortText } from '../elements/text-value.ts';

const MOST_LINES = 3;
const LONGEST_LINE = 160;
/** How much of the end of an output is looked at. */
const TAIL = 4000;

/** The most telling lines of an event: what a step printed last, what failed, what changed. At most three. */
export function previewLines(event: ReplayEvent, step: Step | undefined): readonly string[] {
  if (!step) return [];
  const failing = step.test?.cases.filter(({ status }) => status === 'failed') ?? [];
  if (failing.length > 0) return cut(failing.slice(0, MOST_LINES).map(({ name }) => `✕ ${name}`));
  const change = step.diff?.find(({ eventId }) => eventId === event.id) ?? step.diff?.[0];
  if (change) return cut(change.hunks.flatMap(({ lines }) => lines.slice(0, 20)).filter((line) => /^[-+]/.test(line)).slice(0, MOST_LINES));
  const reason = step.permission?.reason ?? step.error;
  if (reason) return cut(lastLines(reason).slice(0, MOST_LINES));
  const chunks = step.terminal?.chunks ?? [];
  let tail = '';
  for (let index = chunks.length - 1; index >= 0 && tail.length < TAIL; index--) tail = shortText(chunks[index]?.text) + tail;
  return cut(lastLines(tail || shortText(step.output)));
}

function lastLines(text: string): string[] {
  return text.slice(-TAIL).split(/\r?\n/).filter((line) => line.trim() !== '').slice(-MOST_LINES);
}

function cut(lines: readonly string[]): string[] {
  return lines.map((line) => line.slice(0, LONGEST_LINE));
}

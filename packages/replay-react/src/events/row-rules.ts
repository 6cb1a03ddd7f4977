import type { TextValue } from '@playhead/protocol';
import type { ReplayEvent } from '@playhead/replay-core';
import { textIn } from './cards/told.ts';

/** Bookkeeping that has its place elsewhere: in the header, the statistics, or in the row of its step. */
const QUIET = /^(chapter|usage|session_(update|status)|turn_end|tool_result|prompt_expansion|harness_event)$/;
const PROSE = /^(prompt|assistant_(text|thinking))$/;
const TELLING = /^(file_(read|diff)|search|web_fetch|test_result|permission_(request|decision))$/;

/** What has nothing to say on a line; it stays in the raw records. */
export function isQuiet({ record, kind, summary, severity }: ReplayEvent): boolean {
  return QUIET.test(record.type) || (kind === 'session' && summary === '' && severity === 'info');
}

/** The text of an event that is shown as prose. */
export function proseOf({ record }: ReplayEvent): TextValue | undefined {
  if (!PROSE.test(record.type)) return undefined;
  return textIn(record.data['text']) ?? '';
}

/** Whether an event tells what a step was about. */
export function tellsOfStep({ record }: ReplayEvent): boolean {
  return TELLING.test(record.type);
}

/** What the pieces of one message share. */
export function messageKey({ record }: ReplayEvent): string | undefined {
  const id: unknown = record.data['messageId'];
  return typeof id === 'string' && PROSE.test(record.type) ? `${record.type} ${id} ${record.agent ?? ''}` : undefined;
}

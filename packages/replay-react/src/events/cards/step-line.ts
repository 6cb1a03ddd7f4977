import type { JsonValue } from '@playhead/protocol';
import type { Step } from '@playhead/replay-core';
import { relativePath } from '../../elements/relative-path.ts';
import type { CardContext, MetaItem, RowLine } from '../event-card.ts';
import type { FeedRow } from '../feed.ts';

/** The line of a row without a step: its title and summary. */
export function eventLine({ event }: FeedRow, { directory, messages }: CardContext): RowLine {
  const meta: MetaItem[] = event.severity === 'denied' ? [{ text: messages.denied, look: 'stop' }] : event.severity === 'error' && event.kind !== 'error' ? [{ text: messages.failed, look: 'bad' }] : [];
  return { name: event.title, argument: relativePath(event.summary, directory), meta };
}

/** What a step is called: its tool, else the word of its family. */
export function stepName(step: Step, { messages }: CardContext): string {
  return step.tool ?? messages.names[step.kind] ?? step.title;
}

/** What a step was about: its title, else the plain values of its input. */
export function stepArgument(step: Step, context: CardContext): string {
  return relativePath(step.title === stepName(step, context) ? inputWords(step.input) : step.title, context.directory);
}

/** How long a step took; nothing while it runs. */
export function durationOf(step: Step, { format }: CardContext): readonly MetaItem[] {
  return step.durationUs === undefined || step.durationUs <= 0 ? [] : [{ text: format.duration(step.durationUs) }];
}

/** The status of a step in words; nothing when it went well. */
export function statusOf(step: Step, context: CardContext): readonly MetaItem[] {
  const { messages } = context;
  switch (step.status) {
    case 'failed': return [{ text: messages.failed, look: 'bad' }];
    case 'denied': return [{ text: messages.denied, look: 'stop' }];
    case 'interrupted': return [{ text: messages.interrupted, look: 'warn' }];
    case 'running': return [{ text: messages.running(secondsOf(step, context)), look: 'running' }];
    case 'ok': return [];
  }
}

function secondsOf(step: Step, { now, format }: CardContext): string {
  const seconds = Math.max(0, Math.floor((now - step.startedAt) / 1_000_000));
  return seconds < 60 ? `${seconds}s` : format.duration(seconds * 1_000_000);
}

/** The plain values of an input, in a row. */
export function inputWords(input: Step['input']): string {
  if (typeof input === 'string') return input.slice(0, 200);
  if (typeof input !== 'object' || input === null || '$blob' in input) return '';
  const values = Object.values(input as { readonly [key: string]: JsonValue }).slice(0, 20); // an array reads like its entries
  return values.filter((value) => typeof value === 'string' || typeof value === 'number').map((value) => String(value).slice(0, 200)).join(' ').slice(0, 200);
}

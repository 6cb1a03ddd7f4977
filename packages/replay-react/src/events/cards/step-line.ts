import type { ReplayEvent, Step } from '@playhead/replay-core';
import { relativePath } from '../../elements/relative-path.ts';
import type { CardContext, MetaItem } from '../event-card.ts';

/** What a step is called: its tool, else the word of its family. */
export function stepName({ tool, kind, title }: Step, { messages }: CardContext): string {
  return tool ?? messages.names[kind] ?? title;
}

/** What a step was about: its title, else the plain values of its input. */
export function stepArgument(step: Step, context: CardContext): string {
  return relativePath(step.title === stepName(step, context) ? inputWords(step.input) : step.title, context.directory);
}

/** How long a step took; nothing while it runs. */
export function durationOf({ durationUs = 0 }: Step, { format }: CardContext): MetaItem {
  return [durationUs > 0 ? format.duration(durationUs) : ''];
}

const LOOKS = { failed: 'bad', denied: 'stop', interrupted: 'warn' } as const;

/** The status of a step in words; nothing when it went well. */
export function statusOf({ status, startedAt }: Step, { messages, format, now }: CardContext): MetaItem {
  if (status === 'ok') return [''];
  if (status !== 'running') return [messages[status], LOOKS[status]];
  const seconds = Math.max(0, Math.floor((now - startedAt) / 1e6));
  return [messages.running(seconds < 60 ? `${seconds}s` : format.duration(seconds * 1e6)), 'running'];
}

/** How an event without a step went, where its kind does not say so. */
export function outcomeOf({ severity, kind }: ReplayEvent, { messages }: CardContext): MetaItem {
  return severity === 'denied' ? [messages.denied, 'stop'] : [severity === 'error' && kind !== 'error' ? messages.failed : '', 'bad'];
}

/** The plain values of an input, in a row. */
export function inputWords(input: Step['input']): string {
  if (typeof input === 'string') return input.slice(0, 200);
  if (typeof input !== 'object' || input === null || '$blob' in input) return '';
  return Object.values(input).slice(0, 20).filter((value) => /string|number/.test(typeof value)).map((value) => String(value).slice(0, 200)).join(' ').slice(0, 200); // an array reads like its entries
}

import { describeEvent, type SessionRecord } from '@playhead/protocol';
import { dataOf, stringIn } from '../model/read-data.ts';

/** Marks are read at a glance. */
const LONGEST = 120;

/** What other players show where something happened, such as `tool: Bash npm test`; undefined for what is no point to jump to. */
export function markerLabel(record: Pick<SessionRecord, 'type' | 'data'>): string | undefined {
  const { kind, step, summary, title, severity } = describeEvent(record);
  const tool = stringIn(dataOf(record), 'tool') ?? (step === 'opens' ? stringIn(dataOf(record), 'name') : undefined);
  if (step === 'opens') return clipLabel(`tool: ${[tool ?? title, summary === tool ? '' : summary].join(' ').trim()}`);
  if (kind === 'test') return clipLabel(`tests: ${summary || title}`);
  if (severity === 'denied' || severity === 'error') return step === undefined ? clipLabel(`${severity}: ${summary || title}`) : undefined;
  if (kind === 'prompt' || kind === 'permission') return clipLabel(`${kind}: ${summary || title}`);
  return kind === 'checkpoint' && summary !== '' ? clipLabel(summary) : undefined;
}

/** A mark as short as others are. */
export function clipLabel(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

import { PlayheadError } from '@playhead/protocol';
import type { SessionModel, TimeMap } from '@playhead/replay-core';

/** What `--at` and the key `g` take, in one line. */
export const PLACE_HELP = 'a time such as 1:23, 12.5s or 50%, a moment such as #3 or part of its title, an event such as @120, start or end';

/**
 * When it is that somebody means.
 *
 * @returns Microseconds since the Unix epoch.
 * @throws PlayheadError `usage` for what is no place of this session.
 */
export function placeOf(text: string, { events, moments, chapters }: Pick<SessionModel, 'events' | 'moments' | 'chapters'>, timeMap: TimeMap): number {
  const said = text.trim();
  const [start, end] = [timeMap.toWall(0), timeMap.toWall(timeMap.durationMs)];
  if (said === 'start') return start;
  if (said === 'end') return end;
  const [, percent] = /^(\d{1,3}(?:\.\d+)?)%$/.exec(said) ?? [];
  if (percent !== undefined) return timeMap.toWall((Math.min(100, Number(percent)) / 100) * timeMap.durationMs);
  const [, kind, number] = /^([#@])(\d{1,9})$/.exec(said) ?? [];
  if (kind !== undefined) return (kind === '#' ? moments[Number(number) - 1]?.at : events[Number(number) - 1]?.record.at) ?? refuse(said, kind === '#' ? `it has ${moments.length} moments` : `it has ${events.length} events`);
  const seconds = secondsOf(said);
  if (seconds !== undefined) return Math.min(end, start + Math.round(seconds * 1e6));
  const titled = (title: string): boolean => title.toLowerCase().includes(said.toLowerCase());
  const named = said === '' ? undefined : (events.find(({ id }) => id === said)?.record ?? moments.find(({ title }) => titled(title)) ?? chapters.find(({ title }) => titled(title)));
  return named?.at ?? refuse(said, 'it has no such moment');
}

/** Seconds as people write them: `83`, `12.5s`, `1:23`, `1:02:03.5`, `2m`, `1h 5m`. */
function secondsOf(text: string): number | undefined {
  if (/^\d{1,6}(:\d{1,2}){0,2}(\.\d{1,6})?$/.test(text)) return text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
  const [, hours, minutes, seconds] = /^(?:(\d{1,6})h)?\s*(?:(\d{1,6})m)?\s*(?:(\d{1,6}(?:\.\d{1,6})?)s)?$/.exec(text) ?? [];
  if (hours === undefined && minutes === undefined && seconds === undefined) return undefined;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

function refuse(text: string, why: string): never {
  throw new PlayheadError('usage', `This recording has no place "${text}": ${why}. Give ${PLACE_HELP}.`);
}

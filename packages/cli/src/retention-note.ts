import { hasLimit } from '@playhead/replay-core/retention';
import { isJsonObject } from '@playhead/protocol';
import type { StatedRetention } from '@playhead/server';
import { sizeText } from './plain-text.ts';
import { retentionOf } from './retention-settings.ts';

/** How much of a data directory is kept, and how it went the last time its server removed the rest. Times are microseconds since the Unix epoch. */
export interface RetentionNote extends StatedRetention {
  readonly lastRunAt?: number;
  readonly nextRunAt?: number;
  readonly removed?: number;
  readonly removedBytes?: number;
}

/** @param url - Where the server is, if one runs. */
export async function retentionNote(dir: string, env: Readonly<Record<string, string | undefined>>, url: string | undefined): Promise<RetentionNote> {
  const stated = retentionOf(dir, env);
  const told = url === undefined ? {} : await toldBy(url);
  const numbers = Object.fromEntries(['lastRunAt', 'nextRunAt', 'removed', 'removedBytes'].flatMap((name) => (typeof told[name] === 'number' ? [[name, told[name]]] : [])));
  const { problem } = told;
  return { ...(typeof problem === 'string' && { problem }), ...stated, ...numbers };
}

/** The same for people; undefined where nothing is ever removed. */
export function retentionText({ policy, problem, lastRunAt, nextRunAt, removed = 0, removedBytes = 0 }: RetentionNote): string | undefined {
  if (problem !== undefined) return `nothing is removed by itself: ${problem}`;
  if (!hasLimit(policy)) return undefined;
  const { maxCount, maxAgeDays, maxBytes } = policy;
  const limits = [...(maxCount === undefined ? [] : [`at most ${maxCount} recordings`]), ...(maxAgeDays === undefined ? [] : [`for ${maxAgeDays} days`]), ...(maxBytes === undefined ? [] : [`up to ${sizeText(maxBytes)}`])];
  const last = lastRunAt === undefined ? '' : `; ${timeText(lastRunAt)} the server removed ${removed} (${sizeText(removedBytes)})`;
  return `kept: ${limits.join(', ')}${last}${nextRunAt === undefined ? '' : `, and looks again ${timeText(nextRunAt)}`}`;
}

function timeText(at: number): string {
  return `${new Date(at / 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

async function toldBy(url: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    const body: unknown = await (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2000) })).json();
    const told = isJsonObject(body) ? body['retention'] : undefined;
    return isJsonObject(told) ? told : {};
  } catch {
    return {}; // it went meanwhile, or is of a version that removes nothing
  }
}

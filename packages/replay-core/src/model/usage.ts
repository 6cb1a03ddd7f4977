import type { Entry } from './entry.ts';
import { dataOf, numberIn } from './read-data.ts';
import type { UsageTotals } from './types.ts';

const FIELDS = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'costUsd'] as const;

/**
 * Sums tokens and cost. What a record says of the whole session replaces the sum of its messages,
 * field by field; what one says of a subagent counts where no message of that subagent was counted.
 */
export function usageOf(entries: readonly Entry[]): UsageTotals {
  const scope = ({ record }: Entry): unknown => dataOf(record)['scope'] ?? 'message';
  const messages = entries.filter((entry) => scope(entry) === 'message');
  const counted = new Set(messages.map(({ record }) => record.agent));
  const agents = entries.filter((entry) => scope(entry) === 'agent' && !counted.has(entry.record.agent));
  const session = entries.findLast((entry) => scope(entry) === 'session');
  const totals: Partial<Record<(typeof FIELDS)[number], number>> = {};
  for (const field of FIELDS) {
    for (const { record } of [...messages, ...agents]) {
      const value = numberIn(dataOf(record), field);
      if (value !== undefined) totals[field] = (totals[field] ?? 0) + value;
    }
    const whole = session && numberIn(dataOf(session.record), field);
    if (whole !== undefined) totals[field] = whole;
  }
  return { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, ...totals };
}

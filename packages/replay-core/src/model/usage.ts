import type { JsonObject } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import type { Folder } from './fold.ts';
import { dataOf, numberIn } from './read-data.ts';
import type { UsageTotals } from './types.ts';

const FIELDS = ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'costUsd'] as const;
type Sums = Partial<Record<(typeof FIELDS)[number], number>>;

/** No tokens. */
export const NO_USAGE: UsageTotals = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };

/**
 * Sums tokens and cost. What a record says of the whole session replaces the sum of its messages,
 * field by field; what one says of a subagent counts where no message of that subagent was counted.
 */
export class UsageFolder implements Folder<UsageTotals> {
  readonly #messages: Sums = {};
  readonly #counted: Set<string | undefined> = new Set();
  readonly #agents: Entry[] = [];
  #session: JsonObject = {};
  #totals: UsageTotals | undefined = NO_USAGE;

  take(entry: Entry): void {
    const data = dataOf(entry.record);
    const scope = data['scope'] ?? 'message';
    this.#totals = undefined;
    if (scope === 'session') this.#session = data;
    else if (scope === 'agent') this.#agents.push(entry);
    else if (scope === 'message') {
      this.#counted.add(entry.record.agent);
      addTo(this.#messages, data);
    }
  }

  value(): UsageTotals {
    return (this.#totals ??= this.#sum());
  }

  #sum(): UsageTotals {
    const totals = { ...this.#messages };
    for (const { record } of this.#agents) if (!this.#counted.has(record.agent)) addTo(totals, dataOf(record));
    for (const field of FIELDS) {
      const whole = numberIn(this.#session, field);
      if (whole !== undefined) totals[field] = whole;
    }
    return { ...NO_USAGE, ...totals };
  }
}

function addTo(totals: Sums, data: JsonObject): void {
  for (const field of FIELDS) {
    const value = numberIn(data, field);
    if (value !== undefined) totals[field] = (totals[field] ?? 0) + value;
  }
}

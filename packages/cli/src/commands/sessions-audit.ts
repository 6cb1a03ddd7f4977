import type { RemovalEntry } from '@playhead/protocol';
import { readAudit } from '@playhead/storage-adapters/fs';
import type { Command } from '../command.ts';
import { plain, sizeText } from '../plain-text.ts';
import { dirOf, dirOption, jsonOption, wholeNumber } from './shared-options.ts';

/** `playhead sessions audit`: what was removed, when, by whom and why. */
export const sessionsAuditCommand: Command = {
  name: 'sessions audit',
  about: 'say which recordings were removed or made private, when, by whom and why',
  examples: [
    { line: 'sessions audit --limit 20', about: 'the latest removals' },
    { line: 'sessions audit --json', about: 'every line of the audit, for programs' },
  ],
  options: {
    limit: { type: 'string', value: 'number', about: 'the latest so many removals (default all)' },
    json: jsonOption,
    dir: dirOption,
  },
  readsRecordings: false,
  async run(input, context) {
    const limit = wholeNumber(input, 'limit', { min: 1, max: 1e9 }) ?? Infinity;
    const entries = await readAudit({ dir: dirOf(input, context) });
    // A removal that another process finished has two ends: the last counts.
    const removals = [...new Map(entries.map((entry) => [entry.id, entry])).values()].slice(-limit);
    if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, entries: Number.isFinite(limit) ? removals : entries }));
    else if (removals.length === 0) context.output.line('nothing was removed here');
    else for (const entry of removals) context.output.line(lineOf(entry));
    return 0;
  },
};

function lineOf({ at, action, state, sessionId, rule, by, bytes }: RemovalEntry): string {
  const what = { done: sizeText(bytes ?? 0), began: 'not finished', failed: 'failed' }[state];
  return `${new Date(at / 1000).toISOString().slice(0, 19).replace('T', ' ')}  ${sessionId}  ${action.padEnd(7)}  ${(rule === undefined ? '' : plain(rule, 20)).padEnd(5)}  ${what.padStart(12)}${by === undefined ? '' : `  by ${plain(by, 60)}`}`;
}

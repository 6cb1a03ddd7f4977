import { isJsonObject } from '@playhead/protocol';
import type { ReplayEvent } from '../../model/types.ts';
import { defineReviewRule, type ReviewRule } from '../review-rule.ts';

/** Personal data is taken out everywhere, and says nothing about what the agent did. */
const PERSONAL: ReadonlySet<string> = new Set(['EMAIL_ADDRESS', 'IP_ADDRESS', 'PHONE_NUMBER', 'PERSON']);

/** Secrets that the agent came across: they are out of the recording, but the agent had them. */
export const redactedSecret: ReviewRule = defineReviewRule({
  name: 'redacted-secret',
  title: 'Redacted secret',
  description: 'Redaction took secrets out of what a call was given or returned. Personal data does not count.',
  severity: 'warning',
  thresholds: {
    secrets: { title: 'Secrets of one call', default: 1, min: 1, max: 10_000 },
  },
  find: ({ events }, { secrets }) => events.flatMap((event) => {
    const kinds = event.record.type === 'redaction' ? secretsOf(event) : [];
    const count = kinds.reduce((sum, kind) => sum + kind.count, 0);
    if (count === 0 || count < secrets) return [];
    const { id, record, stepId, turnId } = event;
    return [{
      anchor: record.call ?? record.key ?? id, at: record.at, evidence: [id], ...(stepId !== undefined && { stepId }), ...(turnId !== undefined && { turnId }),
      reason: `${count === 1 ? 'A secret was' : `${count} secrets were`} taken out: ${kinds.map(({ kind }) => kind).join(', ')}.`,
    }];
  }),
});

function secretsOf({ record }: ReplayEvent): readonly { readonly kind: string; readonly count: number }[] {
  const { found } = record.data;
  return (Array.isArray(found) ? found : []).flatMap((entry) => {
    if (!isJsonObject(entry) || typeof entry['kind'] !== 'string' || typeof entry['count'] !== 'number') return [];
    return PERSONAL.has(entry['kind']) || !(entry['count'] > 0) ? [] : [{ kind: entry['kind'], count: entry['count'] }];
  });
}

import { defineReviewRule, type ReviewRule } from '../review-rule.ts';

/** What is not in the recording. */
export const recordingGap: ReviewRule = defineReviewRule({
  name: 'recording-gap',
  title: 'Gap in the recording',
  description: 'Events are missing: the recorder says how many, or a stretch of the log cannot be read.',
  severity: 'error',
  thresholds: {},
  find({ events, damage }) {
    const gaps = events.filter(({ record }) => record.type === 'recorder_gap').map(({ id, record, summary }) => ({
      anchor: record.key ?? `${record.p}/${record.e}/${record.n}`, at: record.at, evidence: [id], reason: `Events are missing here${summary === '' ? '' : `: ${summary}`}.`,
    }));
    const last = events.at(-1);
    if (damage.length === 0 || !last) return gaps;
    return [...gaps, { anchor: 'damage', at: last.record.at, evidence: [last.id], reason: `${damage.length === 1 ? 'A stretch' : `${damage.length} stretches`} of the log cannot be read, ${damage.reduce((sum, { bytes }) => sum + bytes, 0)} bytes.` }];
  },
});

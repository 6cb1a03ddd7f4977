import { defaultLimits, limitFault, type RecordLimits, type SessionRecord } from '@playhead/protocol';
import { createSensitiveCalls, type Redacted, type Redactor } from '@playhead/redaction';
import { createHeldStreams } from './held-streams.ts';
import { isPlainType } from './plain-type.ts';
import { createLimitsGuard, limited, withinLimits, type RecordGuard } from './record-guard.ts';
import { createRedactionTally } from './redaction-tally.ts';
import { textOfBytes } from './text-of-bytes.ts';

/**
 * Makes the guard of one session.
 *
 * @param redactor - Takes secrets out.
 * @param wanted - How large what is recorded may be. Default: `defaultLimits`.
 *
 * @example
 * ```ts
 * const guard = createRedactingGuard(await createRedactor({ key }));
 * const stored = guard.record(record);
 * ```
 */
export function createRedactingGuard(redactor: Redactor, wanted: Partial<RecordLimits> = {}): RecordGuard {
  if (redactor.policy === 'off') return createLimitsGuard(wanted);
  const limits: RecordLimits = { ...defaultLimits, ...wanted };
  const redaction = { policy: redactor.policy, digest: redactor.digest };
  const tally = createRedactionTally(redactor.policy);
  const streams = createHeldStreams(() => redactor.createStreamRedactor());
  const sensitive = createSensitiveCalls();

  const redact = (record: SessionRecord, streamed: boolean, last?: boolean): SessionRecord => {
    const whole = limited(textOfBytes(record), limits);
    const piece = streamed && redactor.policy !== 'strict' ? streams.text(whole, last) : undefined;
    const { value, findings } = redactor.redactRecord(piece && piece.text !== whole.data['text'] ? { ...whole, data: { ...whole.data, text: piece.text } } : whole, { sensitive: sensitive.isSensitive(whole) });
    piece?.stored(value);
    tally.add(piece && piece.found.length > 0 ? [...piece.found, ...findings] : findings, value);
    if (isPlainType(value.type)) return value;
    const type = redactor.redactText(value.type); // a name that somebody made up
    tally.add(type.findings, value);
    return type.value === value.type ? value : { ...value, type: type.value };
  };

  /**
   * For a record that somebody else made: what stands beside its data may be anything. Where a secret is in it, fields that nobody knows go.
   * They are looked at in the places of names, which stay under every policy unless a secret is in them; a text alone would go under `strict`.
   */
  const named = (record: SessionRecord): SessionRecord => {
    const { $r, id, p, e, n, at, type, via, key, turn, call, agent, data, ...unknown } = record as SessionRecord & Readonly<Record<string, unknown>>; // decoding keeps them
    const deep = limitFault(unknown, limits) !== undefined;
    const { value, findings } = redactor.redactRecord({ $r, id: '', p: '', e, n, at, type: 'custom', via, data: {}, key: id, turn: p, call: deep ? '' : JSON.stringify(unknown) });
    if (findings.length === 0 && !deep) return record;
    tally.add(findings, {});
    const kept = { ...(key !== undefined && { key }), ...(turn !== undefined && { turn }), ...(call !== undefined && { call }), ...(agent !== undefined && { agent }) };
    return { $r, id: value.key ?? id, p: value.turn ?? p, e, n, at, type, via, ...kept, data };
  };

  return {
    redaction,
    limits,
    header(header) {
      // The ids are ours or the harness's own, and readers join by them.
      const { harnessSessionId, ...rest } = withinLimits(header, limits);
      const { value, findings } = redactor.redactValue(rest, { type: 'session_start' });
      tally.add(findings, {});
      return { ...value, ...(harnessSessionId !== undefined && { harnessSessionId }), redaction } as unknown as typeof header; // the same keys, texts for texts
    },
    record: (record) => redact(record, true),
    stored: (record, last) => redact(named(record), true, last),
    whole: (record) => redact(named(record), false),
    stream(call) {
      if (redactor.policy === 'strict' || sensitive.isSensitive({ call, data: {} })) return undefined;
      const stream = redactor.createStreamRedactor();
      const safe = ({ value, findings }: Redacted<string>): string => {
        tally.add(findings, { call });
        return value;
      };
      return { push: (text) => safe(stream.push(text)), release: () => safe(stream.release()), settle: () => safe(stream.settle()), flush: () => safe(stream.flush()) };
    },
    get pending() {
      return tally.pending;
    },
    get holding() {
      return streams.pending;
    },
    take(held) {
      const ends = held === undefined ? [] : streams.take(held, (found, record) => tally.add(found, record));
      return [...ends, ...tally.take()];
    },
  };
}

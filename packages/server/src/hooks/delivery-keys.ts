import type { RecordInput } from '@playhead/recorder';

/** The key of the record that begins a recording: a delivery sent again begins no second one. */
export function startKey(delivery: string | undefined): string {
  return delivery === undefined ? 'session:start' : `hook:${delivery}:session_start#0`;
}

/**
 * Gives records without a source key one made of their delivery, so that a payload sent again adds
 * nothing. Counted per type: a retry may come to fewer records of other types.
 */
export function withDeliveryKeys(records: readonly RecordInput[], delivery: string | undefined): readonly RecordInput[] {
  if (delivery === undefined) return records;
  const counts = new Map<string, number>();
  return records.map((record) => {
    if (record.key !== undefined) return record;
    const index = counts.get(record.type) ?? 0;
    counts.set(record.type, index + 1);
    return { ...record, key: `hook:${delivery}:${record.type}#${index}` };
  });
}

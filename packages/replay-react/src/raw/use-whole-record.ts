'use client';
import { useEffect, useState } from 'react';
import { wholeRecordOf, type ReplayEvent, type ReplayStore } from '@playhead/replay-core';
import { useReplayStore } from '../replay/StoreContext.tsx';

type Recorded = ReplayEvent['record'];

/** A record as it stands in the log. One that long texts were left out of is loaded; until then, or where that fails, it is as it is. */
export function useWholeRecord(record: Recorded): Recorded {
  const store = useReplayStore();
  const [whole, setWhole] = useState<{ readonly of: Recorded; readonly record: Recorded }>();
  useEffect(() => {
    if (!wholeRecordOf(record)) return;
    let gone = false;
    void loadWhole(store, record).then((loaded) => { if (!gone) setWhole({ of: record, record: loaded }); });
    return () => { gone = true; };
  }, [store, record]);
  return whole?.of === record ? whole.record : record;
}

/** Loads what was left out of a record. What cannot be loaded stays left out. */
export async function loadWhole(store: Pick<ReplayStore, 'text'>, record: Recorded): Promise<Recorded> {
  const left = wholeRecordOf(record);
  if (!left) return record;
  return store.text(left).then((text) => JSON.parse(text) as Recorded).catch(() => record); // it is the record, by what the reference names
}

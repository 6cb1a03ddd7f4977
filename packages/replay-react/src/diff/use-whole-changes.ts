'use client';
import { useEffect, useMemo, useState } from 'react';
import type { BlobRef, DiffHunk } from '@playhead/protocol';
import { type FileChange, hunksFromText } from '@playhead/replay-core';
import { useReplayStore } from '../replay/StoreContext.tsx';

const NOTHING: ReadonlyMap<string, readonly DiffHunk[]> = new Map();

/**
 * Changes with their hunks: those of a long session are loaded when they are looked at. `undefined` until they are there; what cannot be
 * loaded has none.
 *
 * @param wanted - Whether they are looked at.
 */
export function useWholeChanges(changes: readonly FileChange[], wanted: boolean): readonly FileChange[] | undefined {
  const store = useReplayStore();
  const [loaded, setLoaded] = useState(NOTHING);
  const missing = useMemo(() => (wanted ? changes.flatMap(({ hunksBlob }) => hunksBlob ?? []).filter(({ $blob }) => !loaded.has($blob)) : []), [changes, wanted, loaded]);
  useEffect(() => {
    if (missing.length === 0) return;
    let gone = false;
    const load = async (blob: BlobRef): Promise<readonly [string, readonly DiffHunk[]]> => [blob.$blob, await store.text(blob).then(hunksFromText, () => [])];
    void Promise.all(missing.map(load)).then((entries) => { if (!gone) setLoaded((before) => new Map([...before, ...entries])); });
    return () => { gone = true; };
  }, [store, missing]);
  return useMemo(() => {
    if (changes.every(({ hunksBlob }) => hunksBlob === undefined)) return changes;
    if (!wanted || missing.length > 0) return undefined;
    return changes.map((change) => {
      const hunks = change.hunksBlob && loaded.get(change.hunksBlob.$blob);
      return hunks ? { ...change, hunks } : change;
    });
  }, [changes, wanted, missing, loaded]);
}

'use client';
import { useEffect, useMemo, useState } from 'react';
import type { BlobRef, DiffHunk } from '@playhead/protocol';
import { fileHistory, fileHistoryBlobs, type FileHistory, type ReplayState, type TouchedFile } from '@playhead/replay-core';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';

/** Larger texts are not loaded for a history, nor more than so many bytes in all. */
const LARGEST_TEXT = 4 * 1024 * 1024;
const LARGEST_ALL = 32 * 1024 * 1024;

type Compare = (before: string, after: string) => readonly DiffHunk[] | undefined;

interface Loaded {
  readonly file: TouchedFile | undefined;
  readonly texts: ReadonlyMap<string, string>;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** The history of a file; `undefined` until what it is made of is loaded. Made anew when the recording tells more of the file. */
export function useFileHistory(path: string | undefined): FileHistory | undefined {
  const store = useReplayStore();
  const file = useReplayState(useMemo(() => ({ model }: ReplayState) => model.files.find((touched) => touched.path === path), [path]));
  const blobs = useMemo(() => {
    void file; // the model of the store is as new as it
    return path === undefined ? [] : affordable(fileHistoryBlobs(store.getState().model, path));
  }, [store, path, file]);
  const [loaded, setLoaded] = useState<Loaded>();
  const compare = useCompare();
  useEffect(() => {
    if (blobs.length === 0) return;
    let gone = false;
    const load = async (): Promise<void> => {
      const texts = new Map<string, string>();
      for (const blob of blobs) {
        const text = await store.text(blob).catch(() => undefined); // what cannot be loaded stays unknown
        if (gone) return;
        if (text !== undefined) texts.set(blob.$blob, text);
      }
      setLoaded({ file, texts });
    };
    void load();
    return () => { gone = true; };
  }, [store, file, blobs]);
  const texts = blobs.length === 0 ? NOTHING : loaded && loaded.file?.path === path ? loaded.texts : undefined;
  return useMemo(() => {
    void file; // as above
    return path === undefined || !texts ? undefined : fileHistory(store.getState().model, path, { compare, textOf: (value) => (typeof value === 'string' ? value : texts.get(value.$blob)) });
  }, [store, path, file, texts, compare]);
}

/** Finer comparison of whole texts comes when it is there; without it, more lines count as changed. */
function useCompare(): Compare | undefined {
  const [compare, setCompare] = useState<{ readonly run: Compare }>();
  useEffect(() => {
    let gone = false;
    import('../diff/patch-texts.ts').then(({ compareTexts }) => { if (!gone) setCompare({ run: compareTexts }); }, () => undefined);
    return () => { gone = true; };
  }, []);
  return compare?.run;
}

function affordable(blobs: readonly BlobRef[]): readonly BlobRef[] {
  let left = LARGEST_ALL;
  return blobs.filter(({ size }) => {
    if (size > LARGEST_TEXT || size > left) return false;
    left -= size;
    return true;
  });
}

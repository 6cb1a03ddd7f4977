'use client';
import { useEffect, useMemo, useState } from 'react';
import type { BlobRef, TextValue } from '@playhead/protocol';
import { fileHistoryBlobSteps, fileHistorySteps, type FileHistory, type FileHistoryOptions, type ReplayState, type TouchedFile } from '@playhead/replay-core';
import type { Steps } from '../elements/in-slices.ts';
import { useInSlices } from '../elements/use-in-slices.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';

/** Larger texts are not loaded for a history, nor more than so many bytes in all. */
const LARGEST_TEXT = 4 * 1024 * 1024;
const LARGEST_ALL = 32 * 1024 * 1024;

/** What is worked out for one file; another file's is of no use. */
interface Of<Value> {
  readonly path: string;
  readonly value: Value;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/**
 * The history of a file; `undefined` until what it is made of is loaded. Made anew when the recording tells more of the file, a little at a
 * time, so that thousands of changes do not hold up the page; until then the one before stays.
 */
export function useFileHistory(path: string | undefined): FileHistory | undefined {
  const store = useReplayStore();
  const file = useReplayState(useMemo(() => ({ model }: ReplayState) => model.files.find((touched) => touched.path === path), [path]));
  const texts = useTexts(path, file);
  const comparing = useComparing();
  const work = useMemo(() => {
    void file; // the model of the store is as new as it
    if (path === undefined || !texts || !comparing) return undefined;
    const textOf = (value: TextValue): string | undefined => (typeof value === 'string' ? value : texts.get(value.$blob));
    return () => of(path, fileHistorySteps(store.getState().model, path, { compare: comparing.run, textOf }));
  }, [store, path, file, texts, comparing]);
  return ofPath(useInSlices(work), path);
}

/** The large texts of a file, by digest; `undefined` until they are loaded. */
function useTexts(path: string | undefined, file: TouchedFile | undefined): ReadonlyMap<string, string> | undefined {
  const store = useReplayStore();
  const work = useMemo(() => {
    void file; // as above
    return path === undefined ? undefined : () => of(path, fileHistoryBlobSteps(store.getState().model, path));
  }, [store, path, file]);
  const blobs = ofPath(useInSlices(work), path);
  const [loaded, setLoaded] = useState<Of<ReadonlyMap<string, string>>>();
  useEffect(() => {
    if (path === undefined || !blobs || blobs.length === 0) return undefined;
    let gone = false;
    const load = async (): Promise<void> => {
      const texts = new Map<string, string>();
      for (const blob of affordable(blobs)) {
        const text = await store.text(blob).catch(() => undefined); // what cannot be loaded stays unknown
        if (gone) return;
        if (text !== undefined) texts.set(blob.$blob, text);
      }
      setLoaded({ path, value: texts });
    };
    void load();
    return () => { gone = true; };
  }, [store, path, blobs]);
  return blobs && (blobs.length === 0 ? NOTHING : ofPath(loaded, path));
}

function* of<Value>(path: string, steps: Generator<void, Value, void>): Steps<Of<Value>> {
  return { path, value: yield* steps };
}

function ofPath<Value>(found: Of<Value> | undefined, path: string | undefined): Value | undefined {
  return found?.path === path ? found?.value : undefined;
}

interface Comparing {
  readonly run: FileHistoryOptions['compare'];
}

/** Finer comparison of whole texts; `undefined` until it is there. Where it cannot be loaded, more lines count as changed. A history that came first would be drawn anew under somebody's pointer. */
function useComparing(): Comparing | undefined {
  const [comparing, setComparing] = useState<Comparing>();
  useEffect(() => {
    let gone = false;
    const tell = (run: Comparing['run']): void => { if (!gone) setComparing({ run }); };
    import('../diff/patch-texts.ts').then(({ patchSteps }) => tell((before, after) => patchSteps(before, after, 0)), () => tell(undefined));
    return () => { gone = true; };
  }, []);
  return comparing;
}

function affordable(blobs: readonly BlobRef[]): readonly BlobRef[] {
  let left = LARGEST_ALL;
  return blobs.filter(({ size }) => {
    if (size > LARGEST_TEXT || size > left) return false;
    left -= size;
    return true;
  });
}

'use client';
import { useEffect, useMemo, useState } from 'react';
import type { BlobRef, DiffHunk, TextValue } from '@playhead/protocol';
import type { FileChange } from '@playhead/replay-core';
import { isLarge } from '../elements/text-value.ts';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { composeFile } from './compose-file.ts';
import { useWholeChanges } from './use-whole-changes.ts';

/** Longer texts are not compared while a page is open. */
const LONGEST_TEXT = 1024 * 1024;

/** Hunks of one step. */
export interface HunkGroup {
  /** The change they belong to; absent when they are of the whole file. */
  readonly of?: FileChange;
  readonly hunks: readonly DiffHunk[];
}

/** The lines that a file's diff shows. */
export interface FileContent {
  readonly groups: readonly HunkGroup[];
  readonly before?: string;
  readonly after?: string;
}

type Patch = (before: string, after: string) => readonly DiffHunk[];

/**
 * What is shown of a file's changes. Several changes become one diff when the texts are known; `undefined` while they are compared.
 *
 * @param wanted - Whether it is looked at: texts beside the log are loaded for it.
 */
export function useFileContent(recorded: readonly FileChange[], wanted: boolean): FileContent | undefined {
  const whole = useWholeChanges(recorded, wanted);
  const changes = whole ?? recorded;
  const loaded = useTexts(changes, wanted && changes.length > 1);
  const composed = useMemo(() => composeFile(changes, (value) => {
    const text = typeof value === 'string' ? value : loaded.get(value.$blob);
    return text === undefined || text.length > LONGEST_TEXT ? undefined : text;
  }), [changes, loaded]);
  const patch = usePatch(wanted && composed.kind === 'texts');
  return useMemo((): FileContent | undefined => {
    if (!whole) return undefined;
    if (composed.kind === 'steps') return { groups: changes.map((change) => (changes.length > 1 ? { of: change, hunks: change.hunks } : { hunks: change.hunks })) };
    const { before, after } = composed;
    const sides = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    if (composed.kind === 'hunks') return { groups: [{ hunks: composed.hunks }], ...sides };
    return patch && { groups: [{ hunks: patch(composed.before, composed.after) }], ...sides };
  }, [whole, composed, changes, patch]);
}

/** jsdiff is loaded when two texts are to be compared, and not before. */
function usePatch(wanted: boolean): Patch | undefined {
  const [patch, setPatch] = useState<{ readonly run: Patch }>();
  useEffect(() => {
    if (!wanted || patch) return;
    let gone = false;
    import('./patch-texts.ts').then(({ patchTexts }) => { if (!gone) setPatch({ run: patchTexts }); }, () => undefined);
    return () => { gone = true; };
  }, [wanted, patch]);
  return patch?.run;
}

const NOTHING: ReadonlyMap<string, string> = new Map();

/** The texts beside the log that changes speak of, by digest. */
function useTexts(changes: readonly FileChange[], wanted: boolean): ReadonlyMap<string, string> {
  const store = useReplayStore();
  const [texts, setTexts] = useState(NOTHING);
  const blobs = useMemo(() => (wanted ? blobsOf(changes) : []), [changes, wanted]);
  useEffect(() => {
    const missing = blobs.filter((blob) => !texts.has(blob.$blob));
    if (missing.length === 0) return;
    let gone = false;
    Promise.all(missing.map(async (blob) => [blob.$blob, await store.text(blob)] as const)).then(
      (entries) => { if (!gone) setTexts((before) => new Map([...before, ...entries])); },
      () => undefined, // without the texts the steps are shown one by one
    );
    return () => { gone = true; };
  }, [store, blobs, texts]);
  return texts;
}

/** The first text before and the last text after are enough to compare. */
function blobsOf(changes: readonly FileChange[]): readonly BlobRef[] {
  const values: (TextValue | null | undefined)[] = [changes[0]?.before, changes.at(-1)?.after];
  return values.filter(isLarge).filter(({ size }) => size <= LONGEST_TEXT);
}

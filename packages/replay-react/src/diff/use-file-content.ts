'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { BlobRef, DiffHunk, TextValue } from '@playhead/protocol';
import type { FileChange } from '@playhead/replay-core';
import { isLarge } from '../elements/text-value.ts';
import { useInSlices } from '../elements/use-in-slices.ts';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { composeFile, composeSteps, type ComposedFile } from './compose-file.ts';
import type { patchSteps, patchTexts } from './patch-texts.ts';
import { useWholeChanges } from './use-whole-changes.ts';

/** Longer texts are not compared while a page is open. */
const LONGEST_TEXT = 8 * 1024 * 1024;
/** So much is worked out at once, more a little at a time, in characters. */
const LIGHT = 256 * 1024;

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

interface Patch {
  readonly patchSteps: typeof patchSteps;
  readonly patchTexts: typeof patchTexts;
}

type TextOf = (value: TextValue) => string | undefined;

/**
 * What is shown of a file's changes. Several changes become one diff when the texts are known; `undefined` while they are compared.
 *
 * @param wanted - Whether it is looked at: texts beside the log are loaded for it.
 */
export function useFileContent(recorded: readonly FileChange[], wanted: boolean): FileContent | undefined {
  const whole = useWholeChanges(recorded, wanted);
  const changes = whole ?? recorded;
  const loaded = useTexts(changes, wanted && changes.length > 1);
  const textOf = useCallback((value: TextValue) => {
    const text = typeof value === 'string' ? value : loaded.get(value.$blob);
    return text === undefined || text.length > LONGEST_TEXT ? undefined : text;
  }, [loaded]);
  const light = useMemo(() => weightOf(changes, textOf) <= LIGHT, [changes, textOf]);
  const composed = useComposed(changes, textOf, light, wanted);
  const compared = useHunks(wanted && composed?.kind === 'texts' ? composed : undefined, light);
  return useMemo((): FileContent | undefined => {
    if (!whole || !composed) return undefined;
    if (composed.kind === 'steps') return { groups: changes.map((change) => (changes.length > 1 ? { of: change, hunks: change.hunks } : { hunks: change.hunks })) };
    const { before, after } = composed;
    const sides = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
    if (composed.kind === 'hunks') return { groups: [{ hunks: composed.hunks }], ...sides };
    return compared && { groups: [{ hunks: compared }], ...sides };
  }, [whole, composed, changes, compared]);
}

/** The changes put together; `undefined` while that is worked out. */
function useComposed(changes: readonly FileChange[], textOf: TextOf, light: boolean, wanted: boolean): ComposedFile | undefined {
  const quick = useMemo(() => (light ? composeFile(changes, textOf) : bareHunks(changes)), [light, changes, textOf]);
  const begin = useCallback(() => composeSteps(changes, textOf), [changes, textOf]);
  return useInSlices(wanted && !light ? begin : undefined) ?? quick;
}

/** The hunks of a single change, while the texts around them are being worked out. */
function bareHunks(changes: readonly FileChange[]): ComposedFile | undefined {
  const [only] = changes;
  return changes.length === 1 && only && only.hunks.length > 0 ? { kind: 'hunks', hunks: only.hunks } : undefined;
}

/** How much text has to be gone through, in characters. */
function weightOf(changes: readonly FileChange[], textOf: TextOf): number {
  const values = changes.flatMap(({ before, after }) => [before, after]);
  const longest = Math.max(0, ...values.map((value) => (value === undefined || value === null ? 0 : textOf(value)?.length ?? 0)));
  return longest * changes.length;
}

/** What differs between two texts; `undefined` while they are compared. */
function useHunks(texts: Extract<ComposedFile, { readonly kind: 'texts' }> | undefined, light: boolean): readonly DiffHunk[] | undefined {
  const patch = usePatch(texts !== undefined);
  const quick = useMemo(() => (texts && patch && light ? patch.patchTexts(texts.before, texts.after) : undefined), [texts, patch, light]);
  const sliced = useInSlices(useMemo(() => (texts && patch && !light ? () => patch.patchSteps(texts.before, texts.after) : undefined), [texts, patch, light]));
  return quick ?? sliced;
}

/** jsdiff is loaded when two texts are to be compared, and not before. */
function usePatch(wanted: boolean): Patch | undefined {
  const [patch, setPatch] = useState<Patch>();
  useEffect(() => {
    if (!wanted || patch) return;
    let gone = false;
    import('./patch-texts.ts').then((module) => { if (!gone) setPatch(module); }, () => undefined);
    return () => { gone = true; };
  }, [wanted, patch]);
  return patch;
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

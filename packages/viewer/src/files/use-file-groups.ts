'use client';
import { useEffect, useState } from 'react';
import { groupFiles, type LeftOut, type SortedFiles } from './group-files.ts';
import type { FileSummary } from './summarise.ts';
import { createSummaryReader } from './summary-reader.ts';

/** What is known of the chosen files. */
export interface OpenedFiles {
  /** Absent while it is found out what they are. */
  readonly sorted: SortedFiles | undefined;
  /** Each session that was read so far; empty where there is only one. */
  readonly summaries: readonly FileSummary[];
  /** Files that were not opened. */
  readonly leftOut: readonly LeftOut[];
}

const NOTHING_YET: OpenedFiles = { sorted: undefined, summaries: [], leftOut: [] };

/** Finds out which sessions files hold; where there are several, reads each of them for the list, one after the other. */
export function useFileGroups(files: readonly File[]): OpenedFiles {
  const [opened, setOpened] = useState<{ readonly of: readonly File[]; readonly what: OpenedFiles }>({ of: files, what: NOTHING_YET });
  useEffect(() => {
    const stop = new AbortController();
    let what = NOTHING_YET;
    const set = (news: Partial<OpenedFiles>): void => {
      if (stop.signal.aborted) return;
      what = { ...what, ...news };
      setOpened({ of: files, what });
    };
    void (async () => {
      const only = files.length === 1 ? files[0] : undefined;
      // One file is opened as it is: what is wrong with it shows in its place.
      const sorted = only ? { groups: [{ id: only.name, files }], leftOut: [] } : await groupFiles(files, stop.signal);
      set({ sorted, leftOut: sorted.leftOut });
      if (sorted.groups.length < 2) return;
      const reader = createSummaryReader(stop.signal);
      stop.signal.addEventListener('abort', reader.close);
      for (const group of sorted.groups) {
        const answer = await reader.read(group);
        if (stop.signal.aborted) return;
        if ('summary' in answer) set({ summaries: [...what.summaries, answer.summary] });
        else set({ leftOut: [...what.leftOut, { name: group.files.map(({ name }) => name).join(', '), message: answer.problem }] });
      }
      reader.close();
    })();
    return () => stop.abort();
  }, [files]);
  return opened.of === files ? opened.what : NOTHING_YET;
}

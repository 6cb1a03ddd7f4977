import { createReplay, fileSource, findReviewMarkers } from '@playhead/replay-core';
import type { SessionListItem } from '@playhead/replay-react';
import type { FileGroup } from './group-files.ts';
import { makeFileWorker } from './make-file-worker.ts';

/** Reads a session from its files for a line of a list, and forgets its events again. */
export async function summarise({ id, files }: FileGroup, signal: AbortSignal): Promise<SessionListItem> {
  const replay = createReplay(fileSource(files, { worker: makeFileWorker }), { follow: false });
  const close = (): void => replay.close();
  signal.addEventListener('abort', close);
  try {
    await new Promise<void>((resolve) => {
      const look = (): void => { if (replay.getState().status !== 'loading' || signal.aborted) resolve(); };
      replay.subscribe(look);
      signal.addEventListener('abort', look, { once: true });
      look();
    });
    const { model, error } = replay.getState();
    if (error && model.events.length === 0) throw error;
    const { usage, tests } = model;
    const last = tests.at(-1);
    return {
      ...model.session, sessionId: id,
      ...(last && { tests: { passed: last.passed, failed: last.failed } }), ...(usage.costUsd !== undefined && { costUsd: usage.costUsd }), review: findReviewMarkers(model).length,
    };
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

import { createReplay, fileSource, findReviewMarkers } from '@playhead/replay-core';
import { metricsOf, type SessionMetrics } from '@playhead/replay-core/metrics';
import type { SessionListItem } from '@playhead/replay-react';
import type { FileGroup } from './group-files.ts';

/** A session of the user's machine, for lists and figures. */
export interface FileSummary {
  readonly item: SessionListItem;
  readonly metrics: SessionMetrics;
}

/** Reads a session from its files for a line of a list and for figures, and forgets its events again. */
export async function summarise({ id, files }: FileGroup, signal: AbortSignal): Promise<FileSummary> {
  const replay = createReplay(fileSource(files), { follow: false });
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
      item: {
        ...model.session, sessionId: id,
        ...(last && { tests: { passed: last.passed, failed: last.failed } }), ...(usage.costUsd !== undefined && { costUsd: usage.costUsd }), review: findReviewMarkers(model).length,
      },
      metrics: metricsOf(model),
    };
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}

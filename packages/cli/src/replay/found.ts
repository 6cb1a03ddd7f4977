import type { Stage, StageHit } from './stage/stage.ts';

/** A search that goes on until everything was looked at or it is ended. */
export interface Found {
  readonly query: string;
  readonly hits: readonly StageHit[];
  /** Whether there is more to look at. */
  readonly searching: boolean;
  /** Whether it could not look at everything. */
  readonly failed: boolean;
  /** Index of the find that was gone to; -1 before. */
  place: number;
  end(): void;
}

/** Begins a search. @param onFound - Hears of more finds, and of the end. */
export function beginSearch(stage: Stage, query: string, onFound: () => void): Found {
  const ending = new AbortController();
  const found = { query, hits: [] as readonly StageHit[], searching: true, failed: false, place: -1, end: () => ending.abort() };
  const run = async (): Promise<void> => {
    try {
      for await (const hits of stage.search(query, ending.signal)) {
        if (ending.signal.aborted) return;
        found.hits = hits;
        onFound();
      }
    } catch {
      found.failed = true;
    }
    found.searching = false;
    if (!ending.signal.aborted) onFound();
  };
  void run();
  return found;
}

import { messageOf, type FileGroup } from './group-files.ts';
import { summarise, type FileSummary } from './summarise.ts';

/** What the worker answers: a summary, or why there is none, for people. */
export type SummaryAnswer = { readonly summary: FileSummary } | { readonly problem: string };

/** Reads sessions from files, one after the other. */
export interface SummaryReader {
  read(group: FileGroup): Promise<SummaryAnswer>;
  close(): void;
}

/** Makes one that reads in a worker, so that the page answers meanwhile; where there is none the page reads itself. */
export function createSummaryReader(signal: AbortSignal): SummaryReader {
  const worker = makeWorker();
  return {
    read: (group) => (worker ? askWorker(worker, group, signal) : summarise(group, signal).then((summary) => ({ summary }), (error: unknown) => ({ problem: messageOf(error) }))),
    close: () => worker?.terminate(),
  };
}

function askWorker(worker: Worker, group: FileGroup, signal: AbortSignal): Promise<SummaryAnswer> {
  return new Promise((resolve) => {
    const failed = (): void => resolve({ problem: messageOf(undefined) });
    worker.onmessage = ({ data }: MessageEvent<SummaryAnswer>) => resolve(data);
    worker.onerror = failed;
    signal.addEventListener('abort', failed, { once: true });
    worker.postMessage(group);
  });
}

function makeWorker(): Worker | undefined {
  try {
    return new Worker(new URL('./summary-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return undefined; // under a policy that forbids it
  }
}

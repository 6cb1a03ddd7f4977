import { isPlayheadError, PlayheadError, type ImportSource, type ImportState, type SessionStorage } from '@playhead/protocol';
import type { HarnessAdapter, HarnessHistory, HistoryPlace, HistorySession, SessionPlace, SessionRecording } from '@playhead/recorder';
import type { SerialQueue } from '../hooks/serial-queue.ts';
import type { HistoryOutcome, HistoryTotals } from './import-histories.ts';
import { importHistories } from './import-histories.ts';

/** Imports what the harnesses of this machine keep, one import for each harness at a time. */
export interface HistoryImports {
  /** What there is to import. Opens no file. */
  sources(): Promise<readonly ImportSource[]>;
  /** @throws PlayheadError `not_found` for a harness that keeps nothing, as all of these. */
  state(harness: string): ImportState;
  /** Waits for another state than the one of this revision, until told to stop; then gives what there is. */
  changed(harness: string, revision: number, signal: AbortSignal): Promise<ImportState>;
  /** Begins an import; one that runs goes on. */
  begin(harness: string): ImportState;
  /** Ends an import. What was imported stays. */
  cancel(harness: string): ImportState;
  close(): Promise<void>;
}

/** What imports work with. */
export interface HistoryImportsOptions {
  readonly storage: SessionStorage;
  readonly recordingOf: (place?: SessionPlace) => SessionRecording;
  readonly harnesses: readonly HarnessAdapter[];
  /** Says where harnesses keep their files, as for their own programs. */
  readonly env: HistoryPlace['env'];
  /** What reads other histories: never the same session twice at once. */
  readonly queue: SerialQueue;
  /** Called every few milliseconds of work: it goes on once this resolves. */
  readonly quiet: () => Promise<void>;
  /** The version of this server. */
  readonly version: string;
}

/** News is told no more often than this, in milliseconds. */
const NEWS_MS = 100;
const MOST_PROBLEMS = 20;

interface Job {
  readonly adapter: HarnessAdapter & { readonly history: HarnessHistory };
  state: ImportState;
  abort: AbortController | undefined;
  running: Promise<void>;
  /** Those who wait for news. */
  readonly waiting: Set<() => void>;
  toldAt: number;
  /** What is told a little later, with all that comes until then. */
  later: { change: Partial<ImportState>; readonly timer: ReturnType<typeof setTimeout> } | undefined;
}

/** Makes the imports of a server that runs as the user whose agents it records. */
export function createHistoryImports({ storage, recordingOf, harnesses, env, queue, quiet, version }: HistoryImportsOptions): HistoryImports {
  const jobs = new Map(harnesses.flatMap((adapter) => (hasHistory(adapter) ? [[adapter.name, jobOf(adapter)] as const] : [])));

  function jobAt(harness: string): Job {
    const job = jobs.get(harness);
    if (job) return job;
    throw new PlayheadError('not_found', `There is nothing to import from "${harness}". ${jobs.size > 0 ? `These can be asked for: ${[...jobs.keys()].join(', ')}.` : 'No harness of this server keeps sessions.'}`);
  }

  async function run(job: Job, signal: AbortSignal): Promise<void> {
    const { adapter } = job;
    const { history, harness } = adapter;
    const problem = (path: string, message: string): void => {
      if (job.state.problems.length < MOST_PROBLEMS) tell(job, { problems: [...job.state.problems, { path, message }] });
    };
    try {
      const found = await history.find({ env, signal, onUnreadable: (path) => problem(path, `${path} may not be read, so what lies in it was left out.`) });
      const sessions = newestFirst(found);
      tell(job, { totalSessions: sessions.length, totalBytes: sessions.reduce((sum, { bytes }) => sum + bytes, 0) });
      const totals = await importHistories(sessions, { storage, recordingOf, adapter: { harness, history }, version }, {
        signal, quiet, take: (read) => queue.run(read),
        onProgress: (done, so) => tellSometimes(job, { sessions: done, ...figuresOf(so) }),
        onSession: ({ path }, outcome) => { for (const message of wrongWith(outcome)) problem(path, message); },
      });
      const status = totals.error ? 'failed' : signal.aborted ? 'cancelled' : 'done';
      tell(job, { status, ...figuresOf(totals), ...(totals.error ? { error: totals.error } : status === 'done' && { sessions: sessions.length }) });
    } catch (error) {
      const why = isPlayheadError(error) ? { code: error.code, message: error.message } : { code: 'internal', message: 'The import met a fault of its own. Try again.' };
      tell(job, signal.aborted ? { status: 'cancelled' } : { status: 'failed', error: why });
    }
    job.abort = undefined;
  }

  return {
    sources: () => Promise.all([...jobs.values()].map(async ({ adapter, state }) => ({ harness: adapter.name, ...(await adapter.history.survey({ env })), import: state }))),
    state: (harness) => jobAt(harness).state,
    async changed(harness, revision, signal) {
      const job = jobAt(harness);
      if (job.state.revision === revision && !signal.aborted) {
        await new Promise<void>((resolve) => {
          job.waiting.add(resolve);
          signal.addEventListener('abort', () => resolve(), { once: true });
        });
      }
      return job.state;
    },
    begin(harness) {
      const job = jobAt(harness);
      if (job.abort) return job.state;
      const abort = new AbortController();
      job.abort = abort;
      tell(job, { ...NOTHING, status: 'running' }, true);
      job.running = run(job, abort.signal);
      return job.state;
    },
    cancel(harness) {
      const job = jobAt(harness);
      job.abort?.abort();
      return job.state;
    },
    async close() {
      for (const job of jobs.values()) job.abort?.abort();
      await Promise.all([...jobs.values()].map(({ running }) => running));
    },
  };
}

const NOTHING = { sessions: 0, bytes: 0, created: 0, skipped: 0, failed: 0, records: 0, damagedLines: 0, problems: [] } as const;

function jobOf(adapter: Job['adapter']): Job {
  return { adapter, state: { harness: adapter.name, status: 'idle', revision: 0, ...NOTHING }, abort: undefined, running: Promise.resolve(), waiting: new Set(), toldAt: 0, later: undefined };
}

function hasHistory(adapter: HarnessAdapter): adapter is Job['adapter'] {
  return adapter.history !== undefined;
}

/** @param anew - Whether what was known before is void. */
function tell(job: Job, change: Partial<ImportState>, anew = false): void {
  const { harness, revision } = job.state;
  const { later } = job;
  clearTimeout(later?.timer);
  job.later = undefined;
  job.state = anew ? { status: 'running', ...NOTHING, ...change, harness, revision: revision + 1 } : { ...job.state, ...later?.change, ...change, harness, revision: revision + 1 };
  job.toldAt = Date.now();
  for (const wake of job.waiting) wake();
  job.waiting.clear();
}

function tellSometimes(job: Job, change: Partial<ImportState>): void {
  const wait = NEWS_MS - Math.abs(Date.now() - job.toldAt);
  if (wait <= 0) tell(job, change);
  else if (job.later) job.later.change = change;
  else job.later = { change, timer: setTimeout(() => tell(job, {}), wait) };
}

function figuresOf({ bytes, created, skipped, failed, records, lines }: HistoryTotals): Partial<ImportState> {
  return { bytes, created, skipped, failed, records, damagedLines: lines.damaged };
}

function wrongWith(outcome: HistoryOutcome): readonly string[] {
  return 'error' in outcome ? [outcome.error.message] : outcome.damage;
}

/** Who looks on wants the newest first; a fork comes after what it is a fork of. */
function newestFirst(sessions: readonly HistorySession[]): readonly HistorySession[] {
  const depth = ({ sharesWith }: HistorySession): number => sharesWith?.length ?? 0;
  return [...sessions].sort((a, b) => depth(a) - depth(b) || b.updatedAt - a.updatedAt);
}

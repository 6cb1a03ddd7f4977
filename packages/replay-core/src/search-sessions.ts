import { emptySessionText, foldSessionText, isPlayheadError, PlayheadError, searchable, type Outcome, type SessionInfo, type SessionStatus, type SessionStorage } from '@playhead/protocol';
import { listReviewedSessions, type ListReviewedOptions, type ReviewedQuery, type ReviewedStorage } from './review/reviewed-sessions.ts';

/** Where a text stands in a session. */
export interface FoundPlace {
  readonly field: 'name' | 'prompt' | 'project' | 'workspace' | 'output' | 'file';
  /** What was found, with what stands around it. */
  readonly excerpt: string;
}

/** A session in which a text was found. */
export interface SessionHit {
  readonly sessionId: string;
  readonly name: string;
  readonly project?: string;
  /** Microseconds since the Unix epoch. */
  readonly startedAt: number;
  readonly status: SessionStatus;
  readonly outcome?: Outcome;
  /** Empty where telling them would have taken too much reading. */
  readonly places: readonly FoundPlace[];
}

/** A page of what a search found. */
export interface SessionHits {
  readonly hits: readonly SessionHit[];
  /** The cursor of the next page; absent on the last. */
  readonly next?: string;
}

/** Options of {@link searchSessions}. */
export interface SearchSessionsOptions extends ListReviewedOptions {
  readonly signal?: AbortSignal;
  /** How much of logs is read to tell the places of one page, in characters. Default 64,000,000. */
  readonly mostRead?: number;
}

/** What {@link searchSessions} searches. */
export type SearchableStorage = ReviewedStorage & Pick<SessionStorage, 'read'>;

/** Characters before and behind what was found. */
const AROUND = 60;
const MOST_READ = 64_000_000;
/** The longest text that is searched for. */
const LONGEST = 1000;

/**
 * Finds sessions by a text in name, prompt, project, workspace, final output and names of files, and says where in each it stands. Which sessions
 * they are, the storage says without reading a log; of the log of a hit only as much is read as it takes to find the text.
 *
 * @param text - In any case; up to 1,000 characters.
 * @param query - Which sessions, as lists take it.
 * @throws PlayheadError `usage` for a text that is blank or too long; whatever the storage reports.
 *
 * @example
 * ```ts
 * const { hits } = await searchSessions(storage, 'rate limit', { outcome: 'failed', limit: 20 });
 * for (const { sessionId, places } of hits) console.log(sessionId, places[0]?.excerpt);
 * ```
 */
export async function searchSessions(storage: SearchableStorage, text: string, query: Omit<ReviewedQuery, 'search'> = {}, { signal, mostRead = MOST_READ, ...options }: SearchSessionsOptions = {}): Promise<SessionHits> {
  if (text.trim() === '' || text.length > LONGEST) throw new PlayheadError('usage', `Search for a text of up to ${LONGEST} characters that is not blank.`);
  const { sessions, next } = await listReviewedSessions(storage, { ...query, search: text }, options);
  const budget = { left: mostRead };
  const hits: SessionHit[] = [];
  for (const session of sessions) {
    if (signal?.aborted) throw new PlayheadError('aborted', 'Searching was cancelled.');
    const places = await placesIn(storage, session, text, budget, signal).catch((error: unknown) => {
      if (isPlayheadError(error, 'session_not_found')) return undefined; // removed meanwhile
      throw error;
    });
    if (!places) continue;
    const { sessionId, name, project, startedAt, status, outcome } = session;
    hits.push({ sessionId, name, ...(project !== undefined && { project }), startedAt, status, ...(outcome !== undefined && { outcome }), places });
  }
  return { hits, ...(next !== undefined && { next }) };
}

async function placesIn(storage: SearchableStorage, session: SessionInfo, text: string, budget: { left: number }, signal: AbortSignal | undefined): Promise<readonly FoundPlace[]> {
  const { name, prompt, project, workspaceName } = session;
  const known = ([['name', name], ['prompt', prompt], ['project', project], ['workspace', workspaceName]] as const).flatMap(([field, value]) => found(field, value, text));
  if (known.length > 0 || budget.left <= 0) return known;
  let gathered = emptySessionText();
  for await (const { records } of storage.read(session.sessionId, signal ? { signal } : {})) {
    for (const { record, line } of records) {
      budget.left -= line.length;
      const next = foldSessionText(gathered, record);
      if (next === gathered) continue;
      gathered = next;
      const places = [...found('prompt', gathered.prompt?.text, text), ...found('output', gathered.output?.text, text), ...gathered.files.flatMap((file) => found('file', file, text))];
      if (places.length > 0) return places;
    }
    if (budget.left <= 0) return [];
  }
  return [];
}

/** Recorded headers are untrusted: a field may be of another type than it says. */
function found(field: FoundPlace['field'], value: unknown, text: string): readonly FoundPlace[] {
  if (typeof value !== 'string') return [];
  const at = searchable(value).indexOf(searchable(text));
  if (at < 0) return [];
  const [from, to] = [Math.max(0, at - AROUND), at + text.length + AROUND];
  return [{ field, excerpt: `${from > 0 ? '…' : ''}${value.slice(from, to)}${to < value.length ? '…' : ''}` }];
}

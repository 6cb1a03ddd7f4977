import { isJsonObject, type DerivedStorage, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import type { SessionModel } from '../model/types.ts';
import { measureLine } from '../session-index/bounded-text.ts';
import { findReviewMarkers } from './find-review-markers.ts';
import { MOST_NAME } from './read-annotation.ts';
import { MOST_COUNTED_RECORDS, readModel, type ReadModelOptions } from './read-model.ts';
import { reviewRules } from './review-rules.ts';

/** The version of what is kept: another one whenever a rule finds something else in the same session. */
export const REVIEW_MARKERS_VERSION = 2;

const NAME = 'review';

/** Tells these rules from ones with other names or other thresholds. */
const RULES: string = /* @__PURE__ */ rulesPrint();

/** What was found in a session when it was last looked at. */
export interface KeptMarkers {
  /** How many records it had. */
  readonly events: number;
  /** What tells its markers apart; absent where there were too many records to look at. */
  readonly markers?: readonly string[];
}

/** Options of {@link keepReviewMarkers}. */
export interface KeepReviewMarkersOptions {
  readonly signal?: AbortSignal;
  /** A session of more records is not read: the model that is made of it takes about 3 KB of memory a record. Default 50,000. */
  readonly mostRecords?: number;
  /** Called every few milliseconds of work: it goes on once this resolves. Default: it does not stop. */
  readonly pause?: () => Promise<void>;
}

/** What is kept of sessions is kept here. */
export type FiguresStorage = Pick<SessionStorage, 'capabilities' | 'derived' | 'get' | 'read'>;

/**
 * Looks for what of a session asks for a review, by {@link reviewRules} as they are, and keeps how much it is with the session, for lists:
 * {@link listReviewedSessions} reads no log. Call it when a session ends or was imported. A session that did not change since, whose content
 * was removed or that has more than `mostRecords` records is not read. What is kept holds nothing of the recording's texts.
 *
 * @returns Whether the session was looked at.
 * @throws PlayheadError `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * await keepReviewMarkers(storage, sessionId);
 * const { sessions } = await listReviewedSessions(storage, { needsReview: true });
 * ```
 */
export async function keepReviewMarkers(storage: FiguresStorage, sessionId: string, options: KeepReviewMarkersOptions = {}): Promise<boolean> {
  if (!storage.capabilities.derived) return false;
  const info = await storage.get(sessionId);
  return info !== undefined && !info.dropped && await keepMarkersOf(storage, info, () => readModel(storage, info, options), options);
}

/** The same of a session that was looked up, with the model that is made of it. */
export async function keepMarkersOf(storage: Pick<SessionStorage, 'derived'>, { sessionId, events }: SessionInfo, model: () => Promise<SessionModel>, { mostRecords = MOST_COUNTED_RECORDS, pause }: KeepReviewMarkersOptions): Promise<boolean> {
  // `events` is of before it is read: what is added meanwhile is looked at the next time.
  const before = await keptMarkers(storage, sessionId);
  if (before?.events === events && (before.markers || events > mostRecords)) return false;
  const markers = events > mostRecords ? undefined : await markersIn(await model(), pause);
  const kept = { rules: RULES, events, ...(markers && { markers }) };
  await storage.derived.put(sessionId, NAME, REVIEW_MARKERS_VERSION, new TextEncoder().encode(JSON.stringify(kept)));
  return true;
}

/** What {@link keepReviewMarkers} kept; undefined where it kept nothing, or by other rules. */
export async function keptMarkers({ derived }: { readonly derived: Pick<DerivedStorage, 'get'> }, sessionId: string): Promise<KeptMarkers | undefined> {
  // What cannot be read is not there: it can be made again.
  const bytes = await derived.get(sessionId, NAME, REVIEW_MARKERS_VERSION).catch(() => undefined);
  const kept = bytes && parsed(bytes);
  if (!isJsonObject(kept) || kept['rules'] !== RULES || typeof kept['events'] !== 'number') return undefined;
  const { events, markers } = kept;
  return { events, ...(Array.isArray(markers) && { markers: markers.filter((marker) => typeof marker === 'string') }) };
}

/** What stands for a marker in what is kept: a checksum, since its id may hold a path. */
export function printOfMarker(id: string): string {
  return measureLine(id.slice(0, MOST_NAME)).hash.toString(36);
}

async function markersIn(model: SessionModel, pause: ReadModelOptions['pause']): Promise<readonly string[]> {
  const prints: string[] = [];
  for (const rule of reviewRules) {
    prints.push(...findReviewMarkers(model, { rules: [rule] }).map(({ id }) => printOfMarker(id)));
    await pause?.();
  }
  return prints;
}

function rulesPrint(): string {
  return measureLine(JSON.stringify(reviewRules.map(({ name, thresholds }) => [name, Object.entries(thresholds).map(([threshold, { default: usual }]) => [threshold, usual])]))).hash.toString(36);
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

import type { DerivedStorage, SessionInfo, SessionStorage } from '@playhead/protocol';
import type { SessionModel } from '../model/types.ts';
import { sessionAgreement, SESSION_AGREEMENTS, type SessionAgreement } from '../witnesses/session-agreement.ts';
import { measureLine } from '../session-index/bounded-text.ts';
import { findReviewMarkers } from './find-review-markers.ts';
import { MOST_NAME } from './read-annotation.ts';
import { MOST_COUNTED_RECORDS, readModel, type ReadModelOptions } from './read-model.ts';
import { reviewRules } from './review-rules.ts';

/** The version of what is kept: another one whenever a rule finds something else in the same session. */
export const REVIEW_MARKERS_VERSION = 10;

/** What they are kept as. */
export const REVIEW_NAME = 'review';

const DECODER = new TextDecoder();
const [SPACE, PLUS, ZERO] = [0x20, 0x2b, 0x30];

/** Tells these rules from ones with other names or other thresholds. */
const RULES: string = /* @__PURE__ */ rulesPrint();

/** What was found in a session when it was last looked at. */
export interface KeptMarkers {
  /** How many records it had. */
  readonly events: number;
  /** What tells its markers apart; absent where there were too many records to look at. */
  readonly markers?: readonly string[];
  /** What its witnesses tell; known where `markers` are. */
  readonly agreement?: SessionAgreement;
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
  const found = events > mostRecords ? ['-'] : await wordsOf(await model(), pause);
  await storage.derived.put(sessionId, REVIEW_NAME, REVIEW_MARKERS_VERSION, new TextEncoder().encode([RULES, events, ...found].join(' ')));
  return true;
}

/** What {@link keepReviewMarkers} kept; undefined where it kept nothing, or by other rules. */
export async function keptMarkers({ derived }: { readonly derived: Pick<DerivedStorage, 'get'> }, sessionId: string): Promise<KeptMarkers | undefined> {
  // What cannot be read is not there: it can be made again.
  const bytes = await derived.get(sessionId, REVIEW_NAME, REVIEW_MARKERS_VERSION).catch(() => undefined);
  return keptMarkersOf(bytes);
}

/** Reads what is kept: by which rules, of how many records, and what tells the markers apart. Words, since 100,000 of them are read at once. Internal. */
export function keptMarkersOf(bytes: Uint8Array | undefined): KeptMarkers | undefined {
  if (!bytes) return undefined;
  const [rules, events, counted = '', ...markers] = DECODER.decode(bytes).split(' ');
  if (rules !== RULES || !/^\d{1,15}$/.test(events ?? '')) return undefined;
  return { events: Number(events), ...(counted.startsWith('+') && { markers, ...toldBy(counted.codePointAt(1)) }) };
}

/** The same without telling markers apart: of how many records, and how many there are. Reads bytes, since 100,000 of them are read at once. Internal. */
export function countKeptMarkers(bytes: Uint8Array | undefined): { readonly events: number; readonly markers: number | undefined; readonly agreement?: SessionAgreement } | undefined {
  if (!bytes || bytes.length < RULES.length + 4) return undefined;
  for (let index = 0; index < RULES.length; index += 1) if (bytes[index] !== RULES.charCodeAt(index)) return undefined;
  let [at, events, markers] = [RULES.length + 1, 0, 0];
  for (; (bytes[at] ?? 0) >= ZERO && (bytes[at] ?? 0) <= ZERO + 9; at += 1) events = events * 10 + (bytes[at] ?? 0) - ZERO;
  if (bytes[RULES.length] !== SPACE || bytes[at] !== SPACE) return undefined;
  for (let rest = at + 2; rest < bytes.length; rest += 1) if (bytes[rest] === SPACE) markers += 1;
  return bytes[at + 1] === PLUS ? { events, markers, ...toldBy(bytes[at + 2]) } : { events, markers: undefined };
}

/** What stands for a marker in what is kept: a checksum, since its id may hold a path. */
export function printOfMarker(id: string): string {
  return measureLine(id.slice(0, MOST_NAME)).hash.toString(36);
}

/** A plus with the first letter of what the witnesses tell, then what tells the markers apart. */
async function wordsOf(model: SessionModel, pause: ReadModelOptions['pause']): Promise<readonly string[]> {
  const prints = [`+${sessionAgreement(model).slice(0, 1)}`];
  for (const rule of reviewRules) {
    prints.push(...findReviewMarkers(model, { rules: [rule] }).map(({ id }) => printOfMarker(id)));
    await pause?.();
  }
  return prints;
}

/** @param letter - The first of the word, as it is kept. */
function toldBy(letter: number | undefined): { readonly agreement?: SessionAgreement } {
  const agreement = SESSION_AGREEMENTS.find((word) => word.charCodeAt(0) === letter);
  return agreement ? { agreement } : {};
}

function rulesPrint(): string {
  return measureLine(JSON.stringify(reviewRules.map(({ name, thresholds }) => [name, Object.entries(thresholds).map(([threshold, { default: usual }]) => [threshold, usual])]))).hash.toString(36);
}

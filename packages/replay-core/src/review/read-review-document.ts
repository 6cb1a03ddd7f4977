import { defaultLimits, isJsonObject, isUuid, limitFault, OWNER_TYPES, REVIEW_VERSION, type Annotation, type ImportedFrom, type JsonObject, type JsonValue, type SessionInfo } from '@playhead/protocol';
import { MOST_NAME } from './read-annotation.ts';

/** So many annotations are taken from one file unless told otherwise. */
const MOST_ANNOTATIONS = 10_000;
/** Clocks of other machines may be ahead by so much, in microseconds. */
const AHEAD = 24 * 60 * 60 * 1_000_000;

/** Why nothing of an exported review is taken. */
export type ReviewFault =
  | { readonly why: 'from-the-future' }
  /** `field` names what does not fit, such as `annotations[3].id`. */
  | { readonly why: 'no-review'; readonly field?: string }
  | { readonly why: 'too-many'; readonly count: number; readonly most: number }
  | { readonly why: 'other-session'; readonly theirs: Pick<SessionInfo, 'sessionId' | 'name'> };

/** Options of {@link readReviewDocument}. */
export interface ReadReviewOptions {
  /** The clock, in milliseconds since the Unix epoch. What is dated more than a day later is refused, since it would stay the last word. Default `Date.now`. */
  readonly now?: () => number;
  /** How many annotations a file may hold. Default 10,000. */
  readonly most?: number;
  /** Who adds them and from which file, which each then says of itself; what the file says of that is never taken. Default: nothing. */
  readonly imported?: ImportedFrom;
}

/** What an exported review says, each annotation once; or why nothing of it is taken. */
export type ReadReview = { readonly annotations: readonly Annotation[] } | { readonly fault: ReviewFault };

/**
 * Reads an exported review that comes from outside, to be added to one of the same session. All of it is checked before anything is taken; never
 * throws. Authors stay as the file names them. How long a session is kept is said where it lies, so that is passed over.
 *
 * @param text - The JSON of a `ReviewDocument`.
 * @param session - The session that it is to be added to: another import of what the same agent recorded counts as the same.
 *
 * @example
 * ```ts
 * const read = readReviewDocument(text, model.session);
 * if ('annotations' in read) for (const annotation of read.annotations) await storage.annotate(sessionId, annotation);
 * ```
 */
export function readReviewDocument(text: string, session: Pick<SessionInfo, 'sessionId' | 'harness' | 'harnessSessionId'>, { now = Date.now, most = MOST_ANNOTATIONS, imported }: ReadReviewOptions = {}): ReadReview {
  const { session: theirs, annotations: given, schemaVersion } = parsed(text);
  if (schemaVersion !== REVIEW_VERSION || !isJsonObject(theirs) || typeof theirs['sessionId'] !== 'string' || !Array.isArray(given)) return { fault: { why: 'no-review' } };
  if (!isSame(theirs, session)) return { fault: { why: 'other-session', theirs: { sessionId: theirs['sessionId'], name: typeof theirs['name'] === 'string' ? theirs['name'] : '' } } };
  if (given.length > most) return { fault: { why: 'too-many', count: given.length, most } };
  const latest = now() * 1000 + AHEAD;
  const once = new Map<string, Annotation>();
  for (const [index, value] of given.entries()) {
    const wrong = faultIn(value);
    if (wrong !== undefined) return { fault: { why: 'no-review', field: `annotations[${index}]${wrong}` } };
    const annotation = value as unknown as Annotation; // each field looked at just now
    if (annotation.at > latest) return { fault: { why: 'from-the-future' } };
    if (!OWNER_TYPES.includes(annotation.type) && !once.has(annotation.id)) once.set(annotation.id, marked(annotation, imported));
  }
  return { annotations: [...once.values()] };
}

function marked(annotation: Annotation, imported: ImportedFrom | undefined): Annotation {
  const { imported: _theirs, ...data } = annotation.data;
  return { ...annotation, data: { ...data, ...(imported && { imported: { ...imported } }) } };
}

function parsed(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The field that keeps a value from being an annotation. */
function faultIn(value: JsonValue): string | undefined {
  if (!isJsonObject(value) || limitFault(value, defaultLimits)) return '';
  const { id, at, author, by, type, data } = value;
  if (typeof id !== 'string' || !isUuid(id)) return '.id';
  if (!Number.isSafeInteger(at)) return '.at';
  if (!isName(author)) return '.author';
  if (by !== undefined && by !== 'person' && by !== 'agent') return '.by';
  if (!isName(type)) return '.type';
  return isJsonObject(data) ? undefined : '.data';
}

function isName(value: JsonValue | undefined): boolean {
  return typeof value === 'string' && value !== '' && value.length <= MOST_NAME;
}

function isSame(theirs: JsonObject, { sessionId, harness, harnessSessionId }: Pick<SessionInfo, 'sessionId' | 'harness' | 'harnessSessionId'>): boolean {
  return theirs['sessionId'] === sessionId || (harness !== undefined && harnessSessionId !== undefined && theirs['harness'] === harness && theirs['harnessSessionId'] === harnessSessionId);
}

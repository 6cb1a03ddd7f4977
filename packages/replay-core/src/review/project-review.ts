import { OUTCOMES, type Annotation, type Review, type ReviewAnnotationType, type ReviewVerdict } from '@playhead/protocol';
import { wordIn } from '../model/read-data.ts';
import { annotationsInOrder } from './annotations-in-order.ts';
import { projectThreads } from './project-threads.ts';
import { entryOf, MOST_NAME, MOST_TEXT, readAnchor, textIn } from './read-annotation.ts';

/** The gravest first. */
const VERDICTS: readonly ReviewVerdict[] = ['rejected', 'changes-requested', 'approved'];

/**
 * Puts a review together of everybody's annotations. Their order does not matter and one that comes twice counts once, so that
 * reviews of several people are merged by throwing their annotations together. Annotations of other types and ones that say
 * nothing are left out. Pure.
 *
 * @example
 * ```ts
 * const { threads, verdict } = projectReview(await storage.annotations(sessionId));
 * ```
 */
export function projectReview(annotations: readonly Annotation[]): Review {
  const ordered = annotationsInOrder(annotations);
  const of = (type: ReviewAnnotationType): readonly Annotation[] => ordered.filter((annotation) => annotation.type === type);
  const verdicts = latest(of('verdict'), sayerOf).flatMap((annotation) => {
    const verdict = VERDICTS.find((word) => word === annotation.data['verdict']);
    const text = textIn(annotation.data, 'text', MOST_TEXT);
    return verdict ? [{ ...entryOf(annotation), verdict, ...(text !== undefined && { text }) }] : [];
  });
  const verdict = VERDICTS.find((word) => verdicts.some((each) => each.verdict === word));
  const stated = of('outcome').at(-1);
  const flagged = of('flag').at(-1);
  const flagReason = flagged && textIn(flagged.data, 'reason', MOST_TEXT);
  return {
    ...(verdict && { verdict }),
    verdicts,
    ...(stated && outcomeOf(stated)),
    ...(flagged?.data['set'] === true && { flag: { ...entryOf(flagged), ...(flagReason !== undefined && { reason: flagReason }) } }),
    tags: latest(of('tag'), ({ data }) => textIn(data, 'tag', MOST_NAME)).flatMap(({ data }) => (data['set'] === true ? [textIn(data, 'tag', MOST_NAME) ?? ''] : [])).sort(),
    ratings: latest(of('rating'), (annotation) => `${sayerOf(annotation)}\n${turnNameOf(annotation.data['anchor'])}`).flatMap((annotation) => {
      const { rating } = annotation.data;
      return rating === 'good' || rating === 'wrong' ? [{ ...entryOf(annotation), anchor: readAnchor(annotation.data['anchor']), rating }] : [];
    }),
    viewed: latest(of('viewed'), (annotation) => `${sayerOf(annotation)}\n${textIn(annotation.data, 'hash', MOST_NAME) ?? ''}\n${textIn(annotation.data, 'path', MOST_NAME) ?? ''}`).flatMap((annotation) => {
      const [path, hash] = [textIn(annotation.data, 'path', MOST_NAME), textIn(annotation.data, 'hash', MOST_NAME)];
      return annotation.data['viewed'] === true && path !== undefined && hash !== undefined ? [{ ...entryOf(annotation), path, hash }] : [];
    }),
    markers: latest(of('marker'), ({ data }) => textIn(data, 'marker', MOST_NAME)).flatMap((annotation) => {
      const { state } = annotation.data;
      const reason = textIn(annotation.data, 'reason', MOST_TEXT);
      return state === 'done' || state === 'dismissed' ? [{ ...entryOf(annotation), marker: textIn(annotation.data, 'marker', MOST_NAME) ?? '', state, ...(reason !== undefined && { reason }) }] : [];
    }),
    threads: projectThreads(ordered),
  };
}

/** What an annotation says the session came to; nothing where it takes that back, or says no such word. */
function outcomeOf(annotation: Annotation): Pick<Review, 'outcome'> {
  const outcome = wordIn(annotation.data, 'outcome', OUTCOMES);
  const reason = textIn(annotation.data, 'reason', MOST_TEXT);
  return outcome ? { outcome: { ...entryOf(annotation), outcome, ...(reason !== undefined && { reason }) } } : {};
}

/** The last one of each name, in the order of the last ones; those without a name are left out. */
function latest(ordered: readonly Annotation[], nameOf: (annotation: Annotation) => string | undefined): readonly Annotation[] {
  const found = new Map<string, Annotation>();
  for (const annotation of ordered) {
    const name = nameOf(annotation);
    if (name === undefined) continue;
    found.delete(name);
    found.set(name, annotation);
  }
  return [...found.values()];
}

/** Who says something: an agent that calls itself as a person does is not that person. */
function sayerOf({ author, by }: Annotation): string {
  return `${by === 'agent' ? 'agent' : ''}\n${author}`;
}

/** What a turn is known by across imports: the key of its prompt, else its id. */
function turnNameOf(value: Parameters<typeof readAnchor>[0]): string {
  const { key, turn, eventId, at } = readAnchor(value);
  return key ?? turn ?? eventId ?? String(at ?? '');
}

import type { Annotation, ReviewNote, ReviewThread } from '@playhead/protocol';
import { entryOf, MOST_NAME, MOST_TEXT, readAnchor, textIn } from './read-annotation.ts';

/** Answers to answers are followed so far. */
const MOST_ANSWERS = 100;

interface Draft {
  readonly annotation: Annotation;
  text: string;
  editedAt?: number;
  gone: boolean;
}

/**
 * The threads that notes, their edits and answers make. An answer whose first note is not there stands alone, so that nothing is lost
 * while parts of a review are missing. A note is changed, taken back and, with another change, brought back by its author only; a thread is
 * closed by anybody.
 *
 * @param ordered - Annotations in the order of time.
 */
export function projectThreads(ordered: readonly Annotation[]): readonly ReviewThread[] {
  const notes = new Map<string, Draft>();
  for (const annotation of ordered) {
    const text = annotation.type === 'note' ? textIn(annotation.data, 'text', MOST_TEXT) : undefined;
    if (text !== undefined) notes.set(annotation.id, { annotation, text, gone: false });
  }
  for (const annotation of ordered) change(annotation, notes);
  const threads = new Map<string, Draft[]>();
  for (const draft of notes.values()) {
    const root = rootOf(draft.annotation, notes);
    const others = threads.get(root);
    if (others) others.push(draft);
    else threads.set(root, [draft]);
  }
  const closed = new Map<string, boolean>();
  for (const { type, data } of ordered) {
    if (type === 'note_resolve') closed.set(textIn(data, 'note', MOST_NAME) ?? '', data['resolved'] === true);
  }
  return [...threads].flatMap(([id, drafts]) => {
    const left = drafts.filter(({ gone }) => !gone);
    if (left.length === 0) return [];
    return [{ id, anchor: readAnchor(notes.get(id)?.annotation.data['anchor'] ?? left[0]?.annotation.data['anchor']), resolved: closed.get(id) ?? false, notes: left.map(noteOf) }];
  });
}

function change(annotation: Annotation, notes: ReadonlyMap<string, Draft>): void {
  const { type, data, author, by, at } = annotation;
  if (type !== 'note_edit' && type !== 'note_delete') return;
  const draft = notes.get(textIn(data, 'note', MOST_NAME) ?? '');
  if (draft?.annotation.author !== author || (draft.annotation.by ?? 'person') !== (by ?? 'person')) return;
  const text = textIn(data, 'text', MOST_TEXT);
  if (type === 'note_delete') draft.gone = true;
  else if (text !== undefined) {
    draft.gone = false;
    if (text === draft.text) return; // it was only brought back
    draft.text = text;
    draft.editedAt = at;
  }
}

/** The first note of the thread. Answers to answers belong to the same thread; a circle ends where it began. */
function rootOf(annotation: Annotation, notes: ReadonlyMap<string, Draft>): string {
  const seen = new Set<string>();
  let { id } = annotation;
  while (seen.size < MOST_ANSWERS) {
    seen.add(id);
    const parent = textIn(notes.get(id)?.annotation.data ?? {}, 'replyTo', MOST_NAME);
    if (parent === undefined) return id;
    if (seen.has(parent)) return [...seen].sort()[0] ?? id;
    id = parent;
  }
  return id;
}

function noteOf({ annotation, text, editedAt }: Draft): ReviewNote {
  return { id: annotation.id, ...entryOf(annotation), text, ...(editedAt !== undefined && { editedAt }) };
}

import type { Review, ReviewAnchor } from '@playhead/protocol';
import { anchorOfTurn, type AnnotationDraft, type SessionModel, type Turn } from '@playhead/replay-core';
import { draft } from './draft.ts';

/** Whether two anchors mean one turn: by the key of its prompt where both know it. */
export function isSameTurn(a: ReviewAnchor, b: ReviewAnchor): boolean {
  return a.key !== undefined && b.key !== undefined ? a.key === b.key : a.turn === b.turn;
}

/** What an author thinks of a turn so far. */
export function ratingOf({ ratings }: Review, anchor: ReviewAnchor, author: string): 'good' | 'wrong' | undefined {
  return ratings.findLast((rating) => rating.author === author && rating.by === undefined && isSameTurn(rating.anchor, anchor))?.rating;
}

/** Rates a turn; the same rating again takes it back. */
export function rateTurn(model: Pick<SessionModel, 'events'>, turn: Turn, review: Review, author: string, rating: 'good' | 'wrong'): { readonly draft: AnnotationDraft; readonly rating: 'good' | 'wrong' | 'none' } {
  const anchor = anchorOfTurn(model, turn);
  const next = ratingOf(review, anchor, author) === rating ? 'none' : rating;
  return { draft: draft('rating', { anchor, rating: next }), rating: next };
}

/** The turn of an event. */
export function turnAt({ events, turns }: SessionModel, index: number): Turn | undefined {
  const id = events[index]?.turnId;
  return turns.find((turn) => turn.id === id);
}

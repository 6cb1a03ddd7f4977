import type { Annotation } from '@playhead/protocol';
import { reviewToMarkdown, toReviewDocument, type SessionModel } from '@playhead/replay-core';

/** Hands a review to the browser as a file. */
export function downloadReview(model: SessionModel, annotations: readonly Annotation[], kind: 'markdown' | 'json'): void {
  const review = toReviewDocument(model, annotations);
  const text = kind === 'markdown' ? reviewToMarkdown(review) : `${JSON.stringify(review, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: kind === 'markdown' ? 'text/markdown;charset=utf-8' : 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `review-${review.session.sessionId.replace(/[^\w-]/g, '').slice(0, 60)}.${kind === 'markdown' ? 'md' : 'json'}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 0);
}

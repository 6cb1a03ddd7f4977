import type { Annotation } from '@playhead/protocol';
import { reviewToMarkdown, toReviewDocument, type ReviewMarkdownOptions, type SessionModel } from '@playhead/replay-core';
import { downloadFile } from '../elements/download-file.ts';

/** Hands a review to the browser as a file. */
export function downloadReview(model: SessionModel, annotations: readonly Annotation[], kind: 'markdown' | 'json', options: ReviewMarkdownOptions): void {
  const review = toReviewDocument(model, annotations);
  const text = kind === 'markdown' ? reviewToMarkdown(review, { directory: model.session.cwd, ...options }) : `${JSON.stringify(review, null, 2)}\n`;
  const isMarkdown = kind === 'markdown';
  downloadFile([text], { name: `review-${review.session.sessionId}`, ending: isMarkdown ? '.md' : '.json', type: isMarkdown ? 'text/markdown;charset=utf-8' : 'application/json' });
}

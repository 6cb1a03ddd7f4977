// A name added here is a promise.

// The server as a function
export { createHandler } from './handler.ts';
export type { Handler, HandlerOptions } from './handler.ts';
export type { RequestContext, ViewerFile, ViewerFiles } from './http/context.ts';
export { BODY_LIMIT_BYTES } from './http/body.ts';

// Removing what is not to be kept
export type { RetentionOptions, StatedRetention } from './retention/options.ts';

// Making a session private
export { dropSession } from './drop-session.ts';
export type { DropOptions, DroppedSession } from './drop-session.ts';

// Reading a recording, or a turn of it, as one document
export { readDocument, readMoments, readTimeline, readTurnDocument } from './session-document.ts';
export type { TurnOfSessionDocument } from './session-document.ts';

// What a recording made of files
export { readDiff } from './session-diff.ts';

// Marking a point of a session
export { addMoment } from './add-moment.ts';
export type { AddedMoment, AddMomentOptions, NewMoment } from './add-moment.ts';

// Annotations from elsewhere
export { safeAnnotation } from './routes/annotations.ts';

// What waits for an approval
export { decideApproval, listApprovals, readDecision } from './approvals.ts';
export type { ApprovalDecision, DecideApprovalOptions, WaitingApproval } from './approvals.ts';

// What people file a session under
export { changeTags, readTags } from './session-tags.ts';
export type { TagChanges } from './session-tags.ts';

// Who may use it
export { createToken } from './access/create-token.ts';
export type { AccessOptions, Grant } from './access/grant.ts';
export type { AccessLimits } from './access/rate-limit.ts';
export { DEFAULT_WORKSPACE, TOKEN_KINDS } from './access/token.ts';
export type { Token, TokenKind } from './access/token.ts';
export type { CreatedToken, TokenOptions, TokenStore } from './access/token-store.ts';

// Sessions that a harness keeps itself: importing them, completing recorded ones
export { importHistories } from './history/import-histories.ts';
export type { HistoryOutcome, HistoryTotals, ImportHistoriesOptions } from './history/import-histories.ts';
export { createHistoryKeeper } from './history/history-keeper.ts';
export type { HistoryKeeper, HistoryLines, HistoryReport, HistoryRunOptions, HistoryTarget } from './history/history-keeper.ts';

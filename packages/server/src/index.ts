// A name added here is a promise.

// The server as a function
export { createHandler } from './handler.ts';
export type { Handler, HandlerOptions } from './handler.ts';
export type { RequestContext, ViewerFile, ViewerFiles } from './http/context.ts';
export { BODY_LIMIT_BYTES } from './http/body.ts';

// Making a session private
export { dropSession } from './drop-session.ts';
export type { DropOptions, DroppedSession } from './drop-session.ts';

// Reading a recording, or a turn of it, as one document
export { readDocument, readTurnDocument } from './session-document.ts';
export type { TurnOfSessionDocument } from './session-document.ts';

// A name added here is a promise.

// Checking what comes from outside
export { parseAnnotation, parseEventData, parseRecord, parseReviewDocument, parseSessionHeader } from './parse.ts';
export type { ParsedEventData } from './parse.ts';
export { explain } from './explain.ts';

// The checks themselves
export { eventSchemas } from './event-schemas.ts';
export { recordSchema } from './record.ts';
export { identitySchema, sessionHeaderSchema, taskSchema } from './session-header.ts';
export { annotationSchema } from './annotation.ts';
export { removalSchema } from './removal.ts';
export { reviewDocumentSchema } from './review.ts';
export type { Schema } from './object-schema.ts';
export { jsonSchemaOf } from './json-schema.ts';

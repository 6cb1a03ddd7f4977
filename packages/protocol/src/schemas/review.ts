import * as z from 'zod/mini';
import { REVIEW_VERSION, type ImportedFrom, type LocatedReviewThread, type ReviewAnchor, type ReviewDocument, type ReviewedFile, type ReviewedMarker, type ReviewEntry, type ReviewNote, type ReviewRating } from '../review.ts';
import { annotationSchema } from './annotation.ts';
import { objectSchema, type Schema, type Shape } from './object-schema.ts';
import { outcome } from './session-words.ts';
import { count, nameText } from './values.ts';

const entry: Shape<ReviewEntry> = { author: nameText, by: z.optional(z.literal('agent')), at: z.int(), imported: z.optional(objectSchema<ImportedFrom>({ by: z.string(), file: z.optional(z.string()) })) };
const verdict: z.ZodMiniEnum<{ approved: 'approved'; 'changes-requested': 'changes-requested'; rejected: 'rejected' }> = z.enum(['approved', 'changes-requested', 'rejected']);

const anchorSchema: Schema<ReviewAnchor> = objectSchema<ReviewAnchor>({
  on: z.enum(['session', 'turn', 'event', 'range', 'line']),
  eventId: z.optional(z.string()), key: z.optional(z.string()), call: z.optional(z.string()), turn: z.optional(z.string()),
  at: z.optional(count), until: z.optional(count), untilEventId: z.optional(z.string()), untilKey: z.optional(z.string()),
  path: z.optional(z.string()), side: z.optional(z.enum(['old', 'new'])), line: z.optional(count),
  quote: z.optional(z.string()), before: z.optional(z.array(z.string())), after: z.optional(z.array(z.string())),
});

const threadSchema: Schema<LocatedReviewThread> = objectSchema<LocatedReviewThread>({
  id: z.string(),
  anchor: anchorSchema,
  resolved: z.boolean(),
  notes: z.array(objectSchema<ReviewNote>({ ...entry, id: z.string(), text: z.string(), editedAt: z.optional(z.int()) })),
  state: z.enum(['found', 'moved', 'outdated']),
  line: z.optional(count),
  eventId: z.optional(z.string()),
});

/** Checks an exported review. */
export const reviewDocumentSchema: Schema<ReviewDocument> = objectSchema<ReviewDocument>({
  schemaVersion: z.literal(REVIEW_VERSION),
  session: objectSchema<ReviewDocument['session']>({ sessionId: z.string(), name: z.string(), startedAt: z.int(), harness: z.optional(z.string()), harnessSessionId: z.optional(z.string()) }),
  verdict: z.optional(verdict),
  verdicts: z.array(objectSchema<ReviewDocument['verdicts'][number]>({ ...entry, verdict, text: z.optional(z.string()) })),
  outcome: z.optional(objectSchema<NonNullable<ReviewDocument['outcome']>>({ ...entry, outcome, reason: z.optional(z.string()) })),
  flag: z.optional(objectSchema<NonNullable<ReviewDocument['flag']>>({ ...entry, reason: z.optional(z.string()) })),
  tags: z.array(z.string()),
  ratings: z.array(objectSchema<ReviewRating>({ ...entry, anchor: anchorSchema, rating: z.enum(['good', 'wrong']) })),
  viewed: z.array(objectSchema<ReviewedFile>({ ...entry, path: z.string(), hash: z.string() })),
  markers: z.array(objectSchema<ReviewedMarker>({ ...entry, marker: z.string(), state: z.enum(['done', 'dismissed']), reason: z.optional(z.string()) })),
  threads: z.array(threadSchema),
  annotations: z.array(annotationSchema),
});

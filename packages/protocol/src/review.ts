import type { Outcome } from './session.ts';
import type { Annotation } from './storage.ts';

/** The version of {@link ReviewDocument}. */
export const REVIEW_VERSION = 1;

/**
 * What a note or a rating is about. It names the same thing in several ways, since ids change when a session is recorded or imported
 * again: whoever looks for it takes the first name that fits.
 */
export interface ReviewAnchor {
  /** What kind of thing it is. A `line` is one of a diff, a `range` a stretch of time. */
  readonly on: 'session' | 'turn' | 'event' | 'range' | 'line';
  /** Id of a record: of the event itself, of the prompt of a turn, of the change that a line stands in. */
  readonly eventId?: string;
  /** The source key of that record, which is the same after an import. */
  readonly key?: string;
  /** Id of the tool call. */
  readonly call?: string;
  /** Id of the turn. */
  readonly turn?: string;
  /** When it happened, or when the stretch begins: microseconds since the Unix epoch. */
  readonly at?: number;
  /** When the stretch ends: microseconds since the Unix epoch. */
  readonly until?: number;
  /** Id of the last record of a stretch; `eventId` is its first. */
  readonly untilEventId?: string;
  /** The source key of that record. */
  readonly untilKey?: string;
  /** The file of a line. */
  readonly path?: string;
  /** Whether the line is one that was there before the change, or is there after it. */
  readonly side?: 'old' | 'new';
  /** Its number on that side, from 1. */
  readonly line?: number;
  /** The text itself: of the line, the beginning of the prompt, or of what the line of an event says. */
  readonly quote?: string;
  /** The lines before it, the nearest last. */
  readonly before?: readonly string[];
  /** The lines after it. */
  readonly after?: readonly string[];
}

/**
 * What reviewers write beside a session, by the `type` of the annotation. Annotations are only ever added: a later one of the same
 * thing takes the place of the earlier. Other types are kept and left alone.
 */
export interface ReviewAnnotations {
  /** A note, or with `replyTo` (the id of the first note of a thread) an answer. */
  readonly note: { readonly text: string; readonly anchor?: ReviewAnchor; readonly replyTo?: string };
  /** Another text for an own note. */
  readonly note_edit: { readonly note: string; readonly text: string };
  /** Takes an own note back; another `note_edit` brings it back. */
  readonly note_delete: { readonly note: string };
  /** Closes a thread, named by its first note, or opens it again. */
  readonly note_resolve: { readonly note: string; readonly resolved: boolean };
  /** What the author thinks of a turn; `none` takes it back. */
  readonly rating: { readonly anchor: ReviewAnchor; readonly rating: 'good' | 'wrong' | 'none' };
  /** Gives the session a tag or takes it away. */
  readonly tag: { readonly tag: string; readonly set: boolean };
  /** Flags the session for somebody to look at, or takes the flag away. */
  readonly flag: { readonly set: boolean; readonly reason?: string };
  /** That the author looked at a file with exactly these changes: `hash` is another one after another change. */
  readonly viewed: { readonly path: string; readonly hash: string; readonly viewed: boolean };
  /** What the author says of the session as a whole; `none` takes it back. */
  readonly verdict: { readonly verdict: ReviewVerdict | 'none'; readonly text?: string };
  /** What the session came to, whatever its recording says; `none` takes that back. */
  readonly outcome: { readonly outcome: Outcome | 'none'; readonly reason?: string };
  /** What became of a Needs Review marker, named by its id. */
  readonly marker: { readonly marker: string; readonly state: 'open' | 'done' | 'dismissed'; readonly reason?: string };
}

/** The types of annotations that make a review. */
export type ReviewAnnotationType = keyof ReviewAnnotations;

/** What somebody says of a session as a whole. */
export type ReviewVerdict = 'approved' | 'changes-requested' | 'rejected';

/** Who wrote something, and when. */
export interface ReviewEntry {
  readonly author: string;
  /** Present where a machine wrote it. */
  readonly by?: 'agent';
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  /** Present where it came with the exported review of somebody: its author wrote it elsewhere, as far as that file tells. */
  readonly imported?: ImportedFrom;
}

/** Who added an exported review, and which. */
export interface ImportedFrom {
  /** Whoever added it. */
  readonly by: string;
  /** The name of the file. */
  readonly file?: string;
}

/** One note of a thread. */
export interface ReviewNote extends ReviewEntry {
  readonly id: string;
  readonly text: string;
  /** When its author last changed it: microseconds since the Unix epoch. */
  readonly editedAt?: number;
}

/** Notes on one thing. */
export interface ReviewThread {
  /** The id of the first note. */
  readonly id: string;
  readonly anchor: ReviewAnchor;
  readonly resolved: boolean;
  /** In the order they were written; at least one. */
  readonly notes: readonly ReviewNote[];
}

/** A {@link ReviewThread} with what became of the thing it is about. */
export interface LocatedReviewThread extends ReviewThread {
  /** `found` as it was, `moved` to another place, `outdated` when the session no longer has it. */
  readonly state: 'found' | 'moved' | 'outdated';
  /** Where a line stands now, when it moved. */
  readonly line?: number;
  /** The record to look at in the session as it is now; absent when it has none that is near. */
  readonly eventId?: string;
}

/** What somebody thinks of a turn. */
export interface ReviewRating extends ReviewEntry {
  readonly anchor: ReviewAnchor;
  readonly rating: 'good' | 'wrong';
}

/** That somebody looked at a file with certain changes. */
export interface ReviewedFile extends ReviewEntry {
  readonly path: string;
  readonly hash: string;
}

/** What became of a Needs Review marker. */
export interface ReviewedMarker extends ReviewEntry {
  readonly marker: string;
  readonly state: 'done' | 'dismissed';
  readonly reason?: string;
}

/** The review of a session as everybody's annotations make it. */
export interface Review {
  /** The gravest of what the reviewers say now; absent while nobody says anything. */
  readonly verdict?: ReviewVerdict;
  /** One per author, the earliest first. */
  readonly verdicts: readonly (ReviewEntry & { readonly verdict: ReviewVerdict; readonly text?: string })[];
  /** What somebody says the session came to; absent while its recording is believed. */
  readonly outcome?: ReviewEntry & { readonly outcome: Outcome; readonly reason?: string };
  /** Present while the session is flagged. */
  readonly flag?: ReviewEntry & { readonly reason?: string };
  /** In alphabetical order. */
  readonly tags: readonly string[];
  /** One per author and turn. */
  readonly ratings: readonly ReviewRating[];
  readonly viewed: readonly ReviewedFile[];
  readonly markers: readonly ReviewedMarker[];
  /** In the order they were begun. */
  readonly threads: readonly ReviewThread[];
}

/** A review as one JSON value: what an export holds, and what can be added to another copy of the session. */
export interface ReviewDocument extends Omit<Review, 'threads'> {
  readonly schemaVersion: typeof REVIEW_VERSION;
  readonly session: {
    readonly sessionId: string;
    readonly name: string;
    /** Microseconds since the Unix epoch. */
    readonly startedAt: number;
    readonly harness?: string;
    readonly harnessSessionId?: string;
  };
  readonly threads: readonly LocatedReviewThread[];
  /** What all of this is made of. */
  readonly annotations: readonly Annotation[];
}

import { isUuid, OUTCOMES, type JsonObject, type Outcome, type SessionStatus } from '@playhead/protocol';
import * as z from 'zod/mini';

/** Which session a call is about, and its name where it may be sent again. */
export interface CallArguments {
  readonly sessionId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** What `record_start` takes. */
export interface StartArguments extends CallArguments {
  readonly name: string;
  readonly harness: string;
  readonly agentName: string;
  readonly workspaceName: string;
  readonly prompt?: string | undefined;
  readonly cwd?: string | undefined;
}

/** An event as `record_event` takes it. */
export interface EventFields {
  readonly type: string;
  readonly data: JsonObject;
  readonly at?: number | undefined;
  readonly turn?: string | undefined;
  readonly call?: string | undefined;
  readonly agent?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** What `record_event` takes: one event, or several. */
export interface EventArguments extends CallArguments, Omit<EventFields, 'type' | 'data'> {
  readonly type?: string | undefined;
  readonly data?: JsonObject | undefined;
  readonly events?: readonly EventFields[] | undefined;
}

/** What `record_note` takes. */
export interface NoteArguments extends CallArguments {
  readonly text: string;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
}

/** What `review_note` takes. */
export interface ReviewNoteArguments extends CallArguments {
  readonly text: string;
  readonly call?: string | undefined;
  readonly path?: string | undefined;
  readonly line?: number | undefined;
  readonly quote?: string | undefined;
}

/** What `record_marker` takes. */
export interface MarkerArguments extends CallArguments {
  readonly kind: 'chapter' | 'moment' | 'needs_review';
  readonly title: string;
  readonly description?: string | undefined;
}

/** What `record_status` takes. */
export type StatusArguments = Pick<CallArguments, 'sessionId'>;

/** What `record_stop` takes. */
export interface StopArguments extends Pick<CallArguments, 'sessionId'> {
  readonly finalOutput?: { readonly title?: string | undefined; readonly content: string; readonly format?: 'markdown' | 'text' | 'json' | undefined } | undefined;
  readonly outcome?: Outcome | undefined;
  readonly summary?: string | undefined;
  readonly confidence?: number | undefined;
}

/** What every tool answers. */
export interface ToolAnswer {
  readonly sessionId: string;
  readonly status: SessionStatus;
  readonly replayUrl: string;
  /** That a call with this idempotency key was made before. */
  readonly duplicate?: true | undefined;
  /** That somebody opted out. */
  readonly recorded?: false | undefined;
}

/** The check of what a tool takes or gives. */
export type ToolSchema<Data> = z.ZodMiniType<Data>;

/** The most events that one call may hold. */
const MOST_EVENTS = 100;
/** The longest prompt, note or final output, in characters. */
const LONGEST_TEXT = 1024 * 1024;
const LONGEST_NAME = 512;
/** The longest note of a review, in characters: readers cut off the rest. */
const LONGEST_REVIEW_NOTE = 20_000;
/** The longest line that such a note quotes, in characters. */
const LONGEST_QUOTE = 500;

function described<Data>(about: string, check: ToolSchema<Data>): ToolSchema<Data> {
  return check.check(z.describe(about));
}

function words(longest: number): ToolSchema<string> {
  return z.string().check(z.minLength(1, 'must not be empty'), z.maxLength(longest, `must have at most ${longest} characters`));
}

const name = (about: string): ToolSchema<string> => described(about, words(LONGEST_NAME));
const text = (about: string): ToolSchema<string> => described(about, words(LONGEST_TEXT));
const sessionId = z.optional(described('The sessionId that record_start gave. Default: the session this connection is on.', z.string().check(z.refine(isUuid, 'must be a sessionId that record_start gave'))));
const idempotencyKey = z.optional(described('A name of your choice for this very call. Sent again with the same name, as after a timeout, it adds nothing.', words(200)));

const MICROSECONDS = 'must be in microseconds since 1970: 16 digits';
const eventFields = {
  type: z.string().check(z.regex(/^[A-Za-z][\w.:-]{0,63}$/, 'must be a name such as terminal_command')),
  data: z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'must be an object'),
  at: z.optional(described('When it happened: microseconds since 1970. Default: now.', z.int().check(z.gte(1e15, MICROSECONDS), z.lt(1e16, MICROSECONDS)))),
  turn: z.optional(name('The turn it belongs to.')),
  call: z.optional(name('The tool call it belongs to: the same for a command, its output and its result.')),
  agent: z.optional(name('The subagent that did it.')),
  idempotencyKey,
};

/** Checks what `record_start` takes. */
export const startInput: ToolSchema<StartArguments> = z.strictObject({
  name: name('A short name of the session, for people.'),
  harness: name('The program the agent runs in, such as claude-desktop.'),
  agentName: name('The name of the agent.'),
  workspaceName: name('The workspace or repository it works in.'),
  prompt: z.optional(text('What the user asked for, in their words.')),
  cwd: z.optional(name('The directory it works in: its settings of what may be recorded count.')),
  sessionId: z.optional(described('Joins this session. Default: a new one.', z.string().check(z.refine(isUuid, 'must be a uuid in lower case')))),
  idempotencyKey,
});

/** Checks what `record_event` takes. */
export const eventInput: ToolSchema<EventArguments> = z.strictObject({
  sessionId,
  ...eventFields,
  type: z.optional(described('What happened.', eventFields.type)),
  data: z.optional(described('Its details.', eventFields.data)),
  events: z.optional(described('Several events at once, in place of type and data.', z.array(z.strictObject(eventFields)).check(z.minLength(1, 'must hold an event'), z.maxLength(MOST_EVENTS, `must hold at most ${MOST_EVENTS} events`)))),
});

/** Checks what `record_note` takes. */
export const noteInput: ToolSchema<NoteArguments> = z.strictObject({
  sessionId,
  text: text('The note.'),
  path: z.optional(name('The file it is about.')),
  line: z.optional(described('The line it is about, from 1.', z.int().check(z.gte(1, 'must be 1 or more')))),
  idempotencyKey,
});

/** Checks what `review_note` takes. */
export const reviewNoteInput: ToolSchema<ReviewNoteArguments> = z.strictObject({
  sessionId,
  text: described('The note.', words(LONGEST_REVIEW_NOTE)),
  call: z.optional(name('The tool call it is about, as record_event named it.')),
  path: z.optional(name('The changed file it is about, as recorded. Goes with line.')),
  line: z.optional(described('The line of that file after the change, from 1.', z.int().check(z.gte(1, 'must be 1 or more')))),
  quote: z.optional(described('The text of that line: by it the note finds its line when the number changed.', words(LONGEST_QUOTE))),
  idempotencyKey,
}).check(z.refine(({ path, line, quote }) => (path === undefined) === (line === undefined) && (quote === undefined || line !== undefined), 'path and line go together, and quote with them'));

/** Checks what `record_marker` takes. */
export const markerInput: ToolSchema<MarkerArguments> = z.strictObject({
  sessionId,
  kind: described('chapter: a part of the work begins. moment: a point worth a jump. needs_review: a person should look here.', z.enum(['chapter', 'moment', 'needs_review'])),
  title: name('What it is called.'),
  description: z.optional(text('More about it.')),
  idempotencyKey,
});

/** Checks what `record_status` takes. */
export const statusInput: ToolSchema<StatusArguments> = z.strictObject({ sessionId });

/** Checks what `record_stop` takes. */
export const stopInput: ToolSchema<StopArguments> = z.strictObject({
  sessionId,
  finalOutput: z.optional(described('The answer handed to the user. The first one of a session counts.', z.strictObject({
    title: z.optional(name('A heading.')),
    content: text('The answer.'),
    format: z.optional(described('Default markdown.', z.enum(['markdown', 'text', 'json']))),
  }))),
  outcome: z.optional(z.enum(OUTCOMES)),
  summary: z.optional(text('What was achieved, in a sentence or two.')),
  confidence: z.optional(described('How sure you are, from 0 to 1.', z.number().check(z.gte(0, 'must be from 0 to 1'), z.lte(1, 'must be from 0 to 1')))),
});

/** Checks what every tool answers. */
export const answerOutput: ToolSchema<ToolAnswer> = z.object({
  sessionId: z.string(),
  status: z.enum(['recording', 'processing', 'completed', 'failed']),
  replayUrl: described('Where people watch it.', z.string()),
  duplicate: z.optional(described('A call with this idempotencyKey was made before, so nothing was added.', z.literal(true))),
  recorded: z.optional(described('Nothing is kept, since somebody opted out. Go on without recording.', z.literal(false))),
});

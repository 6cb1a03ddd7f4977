import { type Annotation, type BlobRef, type FinalOutput, isBlobRef, isJsonObject, type JsonValue, type TextValue, withProject } from '@playhead/protocol';
import type { Chapter, FileChange, Moment, SessionModel, Step, TestRun, TouchedFile, Turn, UsageTotals } from './model/types.ts';
import { hunksFromText } from './model/files.ts';
import type { Disagreement, DisagreementField } from './witnesses/disagreement.ts';
import { behaviourOf, type SessionBehaviour } from './behaviour.ts';
import { findReviewMarkers, type ReviewOptions } from './review/find-review-markers.ts';
import { outlineEditor } from './review/outline-edits.ts';
import { type MarkerReview, markerReviewsOf } from './review/review-annotations.ts';
import type { ReviewMarker } from './review/review-rule.ts';
import { withReview, type ReviewedSession } from './review/reviewed-session.ts';
import { sessionRetentionOf } from './retention/session-retention.ts';
import type { SessionRetention } from './retention/types.ts';
import { type Iteration, iterationsOf } from './iterations.ts';

/** The version of {@link SessionDocument}. */
export const SESSION_DOCUMENT_VERSION = 1;

/** A change of a file in a {@link SessionDocument}, with all of its hunks. */
export interface FileChangeDocument extends Omit<FileChange, 'hunksBlob' | 'before' | 'after'> {
  /** The text before; null where there was no file. */
  readonly before?: string | null;
  readonly after?: string;
}

/** A round between an actor and a critic in a {@link SessionDocument}. */
export interface IterationDocument extends Omit<Iteration, 'actor' | 'stderr' | 'diff' | 'critic'> {
  readonly actor?: string;
  readonly stderr?: string;
  readonly diff?: string;
  readonly critic?: string;
}

/** A tool call in a {@link SessionDocument}. Times are integer microseconds. */
export interface StepDocument {
  readonly id: string;
  readonly kind: Step['kind'];
  readonly title: string;
  readonly tool?: string;
  readonly toolUseId?: string;
  readonly status: Step['status'];
  readonly startedAt: number;
  readonly durationUs?: number;
  readonly agentId?: string;
  readonly startedAgentId?: string;
  readonly mcp?: Step['mcp'];
  readonly skill?: Step['skill'];
  readonly input?: JsonValue;
  readonly output?: string;
  readonly result?: JsonValue;
  readonly error?: string;
  readonly exitCode?: number;
  readonly permission?: Step['permission'];
  readonly diff?: readonly FileChangeDocument[];
  readonly test?: TestRun;
  readonly witnesses: Step['witnesses'];
  readonly agreement: Step['agreement'];
  /** What the agent's own recording and the one at the boundary do not have in common. */
  readonly disagreement?: DisagreementDocument;
}

/** A {@link Disagreement} in a {@link SessionDocument}. */
export interface DisagreementDocument extends Pick<Disagreement, 'missing'> {
  /** What both tell differently, each as both tell it. */
  readonly fields: readonly { readonly name: DisagreementField['name']; readonly agent?: JsonValue; readonly boundary?: JsonValue }[];
}

/** A turn in a {@link SessionDocument}. */
export interface TurnDocument {
  readonly id: string;
  readonly prompt?: { readonly text: string; readonly origin: 'human' | 'machine' | 'command' };
  readonly startedAt: number;
  readonly durationUs: number;
  readonly outcome?: Turn['outcome'];
  readonly steps: readonly StepDocument[];
  readonly response?: string;
}

/** A marker in a {@link SessionDocument}. */
export interface MarkerDocument extends ReviewMarker {
  /** What somebody decided about it; absent while nobody did. */
  readonly review?: MarkerReview;
}

/** A whole session as one JSON value: what `playhead sessions show --json` prints. */
export interface SessionDocument {
  readonly schemaVersion: typeof SESSION_DOCUMENT_VERSION;
  /** With the outcome, tags and flag of reviewers, and whether it is pinned. */
  readonly session: ReviewedSession;
  /** What people said of how long it is kept; without any key where the policy alone says so. */
  readonly retention: SessionRetention;
  readonly turns: readonly TurnDocument[];
  readonly iterations: readonly IterationDocument[];
  readonly chapters: readonly Chapter[];
  readonly moments: readonly Moment[];
  readonly tests: readonly TestRun[];
  readonly files: readonly Pick<TouchedFile, 'path' | 'status' | 'added' | 'removed' | 'reads'>[];
  readonly finalOutput?: FinalOutput;
  readonly usage: UsageTotals;
  /** What asks for a review, with what became of it. */
  readonly markers: readonly MarkerDocument[];
  /** What the agent did and what it spent. */
  readonly behaviour: SessionBehaviour;
}

/** Options of {@link toSessionDocument}. */
export interface SessionDocumentOptions {
  /** Loads the text of a large value. What it rejects with ends the whole call. */
  readonly text: (blob: BlobRef) => Promise<string>;
  /** What was said of the session: renamed chapters, decisions about markers, its outcome. Default: nothing. */
  readonly annotations?: readonly Annotation[];
  /** The rules that markers come from, and their thresholds. Default: `reviewRules` as they are. */
  readonly review?: ReviewOptions;
}

/**
 * Writes a session as one JSON value, large values in place.
 *
 * @example
 * ```ts
 * const document = await toSessionDocument(model, { text: (blob) => replay.text(blob) });
 * ```
 */
export async function toSessionDocument(model: SessionModel, options: SessionDocumentOptions): Promise<SessionDocument> {
  const write = writer(options);
  const turns: TurnDocument[] = [];
  for (const turn of model.turns) turns.push(await write.turn(turn));
  const iterations = await Promise.all(iterationsOf(model).map(write.iteration));
  const { finalOutput } = model;
  const { annotations = [], review } = options;
  const { chapters, moments } = outlineEditor(annotations)(model);
  const reviews = markerReviewsOf(annotations);
  return {
    schemaVersion: SESSION_DOCUMENT_VERSION,
    session: withReview({ ...withProject(model.session), ...(model.terminals.length > 0 && { terminals: model.terminals.length }) }, annotations),
    retention: sessionRetentionOf(annotations),
    turns,
    iterations,
    chapters,
    moments,
    tests: model.tests,
    files: model.files.map(({ path, status, added, removed, reads }) => ({ path, status, added, removed, reads })),
    ...(finalOutput && { finalOutput: { ...finalOutput, content: await write.text(finalOutput.content) } }),
    usage: model.usage,
    markers: findReviewMarkers(model, review).map((marker) => reviewedMarker(marker, reviews.get(marker.id))),
    behaviour: behaviourOf(model),
  };
}

function reviewedMarker(marker: ReviewMarker, review: MarkerReview | undefined): MarkerDocument {
  return review ? { ...marker, review } : marker;
}

interface Writer {
  text(value: TextValue): Promise<string>;
  iteration(iteration: Iteration): Promise<IterationDocument>;
  turn(turn: Turn): Promise<TurnDocument>;
}

function writer(options: SessionDocumentOptions): Writer {
  const text = async (value: TextValue): Promise<string> => (typeof value === 'string' ? value : await options.text(value));
  const resolve = async (value: unknown): Promise<unknown> => {
    if (isBlobRef(value)) return value.encoding === 'json' ? parsed(await options.text(value)) : await options.text(value);
    if (Array.isArray(value)) return Promise.all(value.map(resolve));
    if (!isJsonObject(value as JsonValue)) return value;
    const entries = Object.entries(value as object); // an object by the line above
    return Object.fromEntries(await Promise.all(entries.map(async ([key, inner]) => [key, await resolve(inner)] as const)));
  };
  const change = async ({ hunks, hunksBlob, before, after, ...rest }: FileChange): Promise<FileChangeDocument> => ({
    ...rest,
    hunks: hunksBlob ? hunksFromText(await options.text(hunksBlob)) : hunks,
    ...(before !== undefined && { before: before === null ? null : await text(before) }),
    ...(after !== undefined && { after: await text(after) }),
  });
  const iteration = async ({ actor, stderr, diff, critic, ...rest }: Iteration): Promise<IterationDocument> => ({
    ...rest,
    ...(actor !== undefined && { actor: await text(actor) }),
    ...(stderr !== undefined && { stderr: await text(stderr) }),
    ...(diff !== undefined && { diff: await text(diff) }),
    ...(critic !== undefined && { critic: await text(critic) }),
  });
  const step = async (of: Step): Promise<StepDocument> => {
    const { input, output, result, diff, terminal, command: _command, eventIds: _ids, turnId: _turn, test, witnesses, agreement, disagreement, permission, ...rest } = of;
    return {
      ...rest,
      ...(input !== undefined && { input: (await resolve(input)) as JsonValue }), // JSON stays JSON
      ...(output !== undefined && { output: await text(output) }),
      ...(result !== undefined && { result: (await resolve(result)) as JsonValue }), // JSON stays JSON
      ...(terminal?.exitCode !== undefined && { exitCode: terminal.exitCode }),
      ...(permission && { permission }),
      ...(diff && { diff: await Promise.all(diff.map(change)) }),
      ...(test && { test }),
      witnesses, agreement,
      ...(disagreement && { disagreement: (await resolve(disagreement)) as DisagreementDocument }), // its values are texts and JSON now
    };
  };
  const turn = async ({ id, prompt, startedAt, durationUs, steps, response, outcome }: Turn): Promise<TurnDocument> => {
    const written: StepDocument[] = [];
    for (const one of steps) written.push(await step(one));
    return {
      id,
      ...(prompt && { prompt: { text: await text(prompt.text), origin: prompt.origin } }),
      startedAt, durationUs, ...(outcome && { outcome }), steps: written,
      ...(response !== undefined && { response: await text(response) }),
    };
  };
  return { text, iteration, turn };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

import { emptySessionInfo, foldSessionInfo, type SessionInfo } from '@playhead/protocol';
import { isOver, outcomeAfter } from '../model/outcome.ts';
import { asSilent } from '../model/silent.ts';
import { decodeState } from './decode.ts';
import { encodeState } from './encode.ts';
import { stepHead, turnHead, type HeadContext } from './heads.ts';
import type { KnownWitnesses } from '../witnesses/call-joiner.ts';
import { callsOf } from './joined-steps.ts';
import { layOut, type Layout, type TurnParts } from './layout.ts';
import { valuesOf } from './runs.ts';
import { IndexState } from './state.ts';
import type { StepState } from './step-state.ts';
import type { SessionIndex, TurnHead } from './types.ts';

/**
 * Makes an index that nothing is in yet.
 *
 * @param sessionId - Whose log it is for.
 *
 * @example
 * ```ts
 * const index = createSessionIndex(sessionId);
 * for await (const chunk of storage.read(sessionId)) index.add(chunk);
 * index.turns.map(({ number, title }) => `${number}. ${title ?? ''}`);
 * ```
 */
export function createSessionIndex(sessionId: string): SessionIndex {
  return new IndexOfState(new IndexState(sessionId));
}

/** An index over what it knows. Internal: tells how turns are laid out. */
export class IndexOfState implements SessionIndex {
  #state: IndexState;
  #tombstone: SessionInfo | undefined;
  #layout: Layout | undefined;
  #turns: readonly TurnHead[] | undefined;
  #session: SessionInfo | undefined;
  #silent = false;

  constructor(state: IndexState) {
    this.#state = state;
  }

  get sessionId(): string { return this.#state.sessionId; }
  get cursor(): string { return this.#state.cursor; }
  get records(): number { return this.#state.chunks.all.reduce((sum, { records }) => sum + records, 0); }
  get bytes(): number { return this.#state.chunks.all.reduce((sum, { bytes }) => sum + bytes, 0); }
  get chunks(): SessionIndex['chunks'] { return this.#state.chunks.all; }
  get session(): SessionInfo { return (this.#session ??= this.#tombstone ?? sessionOf(this.#state, this.layout, this.#told)); }
  get layout(): Layout { return (this.#layout ??= layOut(this.#state, isOver(this.#told))); }

  get turns(): readonly TurnHead[] {
    return (this.#turns ??= this.layout.turns.map((parts, index) => turnHead(parts, index + 1, this.#context)));
  }

  steps(turnId: string): ReturnType<SessionIndex['steps']> {
    const context = this.#context;
    return this.#stepsOf(turnId).map((step) => stepHead(step, turnId, context));
  }

  chunksOf(turnId: string): readonly number[] {
    const parts = this.layout.byId.get(turnId);
    return parts ? [...placesOf(parts, this.#stepsOf(turnId), this.layout, this.chunks)].sort((a, b) => a - b) : [];
  }

  /** Whether an open session counts as over, since its storage shows it so. Not, once something comes. */
  setSilent(silent: boolean): void {
    if (silent === this.#silent) return;
    this.#silent = silent;
    [this.#layout, this.#turns, this.#session] = [undefined, undefined, undefined];
  }

  add(chunk: Parameters<SessionIndex['add']>[0]): void {
    if (this.#tombstone) return;
    this.#silent &&= chunk.records.length === 0;
    [this.#layout, this.#turns, this.#session] = [undefined, undefined, undefined];
    const dropped = this.#state.add(chunk);
    if (!dropped) return;
    this.#state = new IndexState(this.sessionId);
    this.#state.cursor = chunk.next;
    this.#tombstone = foldSessionInfo(emptySessionInfo(this.sessionId), dropped.record);
  }

  /** What the witnesses of its calls tell. */
  get witnesses(): KnownWitnesses {
    return { calls: callsOf(this.#state), coverage: this.#state.coverage, updatedAt: this.session.updatedAt };
  }

  encode(): Promise<Uint8Array> {
    return encodeState(this.#state);
  }

  #stepsOf(turnId: string): readonly StepState[] {
    return (this.layout.byId.get(turnId)?.steps ?? []).flatMap((id) => this.layout.stepOf(id) ?? []);
  }

  /** What the records about the session say, which is not how many there are and when they were. */
  get #told(): SessionInfo {
    const { sessionId, facts } = this.#state;
    const told = facts.reduce(foldSessionInfo, emptySessionInfo(sessionId));
    return this.#silent ? asSilent(told) : told;
  }

  get #context(): HeadContext {
    return { chunks: this.#state.chunks.all, over: isOver(this.session) };
  }
}

function sessionOf(state: IndexState, { turns }: Layout, info: SessionInfo): SessionInfo {
  const { counted, handedOver, chunks: { all } } = state;
  const over = isOver(info);
  const last = turns.findLast(({ prompts }) => prompts.length > 0);
  const outcome = outcomeAfter(info, () => last && turnHead(last, 0, { chunks: all, over }).outcome, handedOver);
  return {
    ...info,
    ...(outcome && { outcome }),
    events: all.reduce((sum, { records }) => sum + records, 0),
    startedAt: all.reduce((first, { startedAt }) => Math.min(first, startedAt), all[0]?.startedAt ?? 0),
    updatedAt: all.reduce((last_, { endedAt }) => Math.max(last_, endedAt), all[0]?.endedAt ?? 0),
    ...counted,
  };
}

/** The chunks that name the turn, those with a record of one of its steps, and those of its time: late records make times overlap. */
function placesOf({ prompts, named }: TurnParts, steps: readonly StepState[], { promptAfter }: Layout, chunks: SessionIndex['chunks']): Set<number> {
  const places = new Set<number>(named ? valuesOf(named.chunks) : []);
  for (const step of steps) for (const place of valuesOf(step.chunks)) places.add(place);
  for (const prompt of prompts) {
    const from = prompt.order.at;
    const to = promptAfter(prompt)?.order.at ?? Infinity;
    for (const [place, { startedAt, endedAt }] of chunks.entries()) if (endedAt >= from && startedAt <= to) places.add(place);
  }
  return places;
}

/**
 * Reads an index that {@link SessionIndex.encode} wrote.
 *
 * @param bytes - What it wrote. Anything else is refused, such as another version, the index of another session or garbage.
 * @param sessionId - Whose index it should be.
 * @returns undefined when it is refused: make a new one from the log then.
 *
 * @example
 * ```ts
 * const bytes = await storage.derived.get(sessionId, 'index', SESSION_INDEX_VERSION);
 * const index = bytes && (await decodeSessionIndex(bytes, sessionId));
 * ```
 */
export async function decodeSessionIndex(bytes: Uint8Array, sessionId: string): Promise<SessionIndex | undefined> {
  const state = await decodeState(bytes, sessionId);
  return state && new IndexOfState(state);
}

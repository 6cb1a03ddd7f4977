import { describeEvent, foldSessionInfo, emptySessionInfo, type Chunk, type Cursor, type EventDescription, type SessionInfo, type SessionRecord, type StoredRecord } from '@playhead/protocol';
import { describeRecord } from '../model/describe.ts';
import { finalOutputOf } from '../model/final-output.ts';
import { dataOf, wordIn } from '../model/read-data.ts';
import { SESSION_TYPES } from '../model/session.ts';
import { opensTurn, TURN_TYPES } from '../model/turns.ts';
import { isTerminalPiece } from '../terminal/terminal-piece.ts';
import { type ToldSides, tellOpening } from '../witnesses/call-facts.ts';
import { Coverage } from '../witnesses/coverage.ts';
import { boundedId, boundedTitle, ownCopy, Texts } from './bounded-text.ts';
import { ChunkList } from './chunk-list.ts';
import { isBefore, type Order } from './order.ts';
import { addToRuns } from './runs.ts';
import { StepList } from './step-list.ts';
import type { MarkState, NamedTurn, PromptState } from './turn-state.ts';

/** So many steps have an entry of their own. */
const MOST_STEPS = 150_000;
/** So many prompts, named turns and marks have one. */
const MOST_ENTRIES = 100_000;
/** So many records about the session itself are kept, and no longer ones than this. */
const MOST_FACTS = 1000;

/** What an index is made of; it grows record by record. */
export class IndexState {
  readonly sessionId: string;
  readonly texts: Texts = new Texts();
  readonly chunks: ChunkList = new ChunkList(this.texts);
  readonly prompts: PromptState[] = [];
  readonly marks: MarkState[] = [];
  readonly named: Map<string, NamedTurn> = new Map();
  readonly steps: StepList = new StepList(this);
  /** What the sides tell of calls of MCP tools, by the ids of their steps. */
  readonly told: Map<string, ToldSides> = new Map();
  readonly coverage: Coverage = new Coverage();
  /** The records that say something about the session itself. */
  readonly facts: SessionRecord[] = [];
  /** What redaction took out, and terminals. */
  counted: Pick<SessionInfo, 'redactions' | 'terminals'> = {};
  /** Whether something was handed over. */
  handedOver = false;
  cursor: Cursor = '';
  /** The time of the first record of the log. */
  base = 0;
  readonly #promptsByKey: Map<string, PromptState> = new Map();

  constructor(sessionId: string) {
    this.sessionId = sessionId;
  }

  /** @returns The record that says that the content was removed, where there is one: nothing else counts then. */
  add({ records, next }: Pick<Chunk, 'records' | 'next'>): StoredRecord | undefined {
    for (const stored of records) {
      if (stored.record.type === 'session_dropped') return stored;
      this.#take(stored);
    }
    this.cursor = next;
    return undefined;
  }

  /** Adds a prompt as it was written down. */
  restorePrompt(prompt: PromptState): void {
    this.prompts.push(prompt);
    if (prompt.key !== undefined) this.#promptsByKey.set(prompt.key, prompt);
  }

  #take(stored: StoredRecord): void {
    const { record } = stored;
    const event = describeRecord(record);
    const chunk = this.chunks.add(stored, event.severity);
    if (chunk === undefined) return;
    if (this.chunks.all.length === 1 && this.chunks.all[0]?.records === 1) this.base = record.at;
    if (isTerminalPiece(record)) return;
    const order: Order = { at: record.at, p: this.texts.kept(boundedId(record.p)), e: record.e, n: record.n };
    const turn = record.turn === undefined ? undefined : this.texts.kept(boundedId(record.turn));
    this.#takeFact(record);
    const step = this.#takeStep(record, event, order, chunk, turn);
    this.coverage.take(record);
    if (record.type === 'mcp_call' && step !== undefined) this.#takeTold(record, step);
    if (opensTurn({ record })) this.#takePrompt(record, event, order, chunk, turn);
    else if (turn !== undefined) this.#takeName(turn, order, chunk);
    if (TURN_TYPES.has(record.type) && record.agent === undefined) this.#takeMark(record, order, turn, step);
  }

  #takeFact(record: SessionRecord): void {
    if (record.type === 'redaction' || (record.type === 'terminal_command' && record.data['pty'] !== undefined)) {
      const { redactions, terminals } = foldSessionInfo({ ...emptySessionInfo(''), ...this.counted }, record);
      this.counted = { ...(redactions && { redactions }), ...(terminals && { terminals }) };
    }
    if (SESSION_TYPES.includes(record.type) && this.facts.length < MOST_FACTS) this.facts.push(factOf(record));
    if (record.type === 'final_output') this.handedOver ||= finalOutputOf([{ record, event: { ...describeEvent(record), id: record.id, record } }]) !== undefined;
  }

  #takeStep(record: SessionRecord, event: EventDescription, order: Order, chunk: number, turn: string | undefined): string | undefined {
    const own = record.call ?? (event.step ? record.id : undefined);
    if (own === undefined) return undefined;
    const id = boundedId(own);
    if (this.steps.has(id)) this.steps.tell({ id, record, event, order, chunk, turn });
    else if (this.steps.size < MOST_STEPS) this.steps.tell({ id: ownCopy(id), record, event, order, chunk, turn });
    return id;
  }

  #takeTold(record: SessionRecord, step: string): void {
    const known = this.told.get(step);
    if (!known && this.told.size >= MOST_STEPS) return;
    const sides = known ?? {};
    if (!tellOpening(sides, record)) return;
    for (const side of ['agent', 'boundary'] as const) {
      const told = sides[side];
      if (told) sides[side] = { ...told, start: { ...told.start, p: this.texts.kept(boundedId(told.start.p)) }, server: this.texts.kept(boundedId(told.server)), tool: this.texts.kept(boundedId(told.tool)) };
    }
    this.told.set(known ? step : ownCopy(step), sides);
  }

  #takePrompt(record: SessionRecord, event: EventDescription, order: Order, chunk: number, turn: string | undefined): void {
    const key = record.key === undefined ? undefined : ownCopy(boundedId(record.key));
    const rival = key === undefined ? undefined : this.#promptsByKey.get(key);
    if (rival && !isBefore(order, rival.order)) return;
    const title = ownCopy(boundedTitle(event.summary));
    const origin = wordIn(dataOf(record), 'origin', ['human', 'machine', 'command']) ?? 'human';
    const told = { order, turn: turn ?? this.texts.kept(boundedId(record.id)), chunk, title, origin };
    if (rival) Object.assign(rival, told);
    else if (this.prompts.length < MOST_ENTRIES) this.restorePrompt({ ...told, ...(key !== undefined && { key }) });
  }

  #takeName(id: string, order: Order, chunk: number): void {
    const known = this.named.get(id);
    if (!known) {
      if (this.named.size < MOST_ENTRIES) this.named.set(id, { id, first: order, chunk, chunks: [chunk, chunk + 1] });
      return;
    }
    addToRuns(known.chunks, chunk);
    if (!isBefore(order, known.first)) return;
    known.first = order;
    known.chunk = chunk;
  }

  #takeMark(record: SessionRecord, order: Order, turn: string | undefined, step: string | undefined): void {
    const end = record.type === 'turn_end';
    if ((!end && record.type !== 'failure') || this.marks.length >= MOST_ENTRIES) return;
    const outcome = end ? wordIn(dataOf(record), 'outcome', ['success', 'failed', 'interrupted']) : undefined;
    this.marks.push({ order, end, ...(turn !== undefined && { turn }), ...(step !== undefined && { step: ownCopy(step) }), ...(outcome && { outcome }) });
  }
}

/** Of an iteration its number alone: its texts are long, and there may be many. */
function factOf(record: SessionRecord): SessionRecord {
  return record.type === 'iteration' ? { ...record, data: { index: dataOf(record)['index'] } } : record;
}

import type { TextValue } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { dataOf, joinText, lengthOf, numberIn, stringIn, textIn, wordIn } from './read-data.ts';
import type { Step, Turn } from './types.ts';

/** The turn of steps that happened before the first prompt. */
export const BEFORE_FIRST_PROMPT = 'before-first-prompt';

/** Whether a record opens a turn. Prompts of subagents do not. */
export function opensTurn({ record }: Pick<Entry, 'record'>): boolean {
  return record.type === 'prompt' && record.agent === undefined;
}

/** The parts of a turn that decide how it is shown, each in display order. */
export interface TurnParts {
  readonly id: string;
  readonly entries: readonly Entry[];
  /** Its prompts, ends, failures and assistant texts of the main agent. */
  readonly told: readonly Entry[];
  readonly steps: readonly Step[];
  /** The entries once more, as they stay. */
  readonly all: () => readonly Entry[];
  readonly over: boolean;
}

/** The record types that a turn is told by. */
export const TURN_TYPES: ReadonlySet<string> = new Set(['prompt', 'turn_end', 'failure', 'assistant_text']);

/** Puts a turn together. */
export function buildTurn({ id, entries, told, steps, all, over }: TurnParts): Turn {
  const opener = told.find(opensTurn);
  const prompt = opener && dataOf(opener.record);
  const ends = told.filter(({ record }) => record.type === 'turn_end');
  const startedAt = (opener ?? entries[0])?.record.at ?? 0;
  const endedAt = (ends.at(-1) ?? entries.findLast(({ event }) => event.kind !== 'session') ?? entries.at(-1))?.record.at ?? startedAt;
  const response = responseOf(told, ends);
  const outcome = outcomeOf(told, ends, over && opener !== undefined);
  let eventIds: readonly string[] | undefined;
  return {
    id,
    ...(prompt && { prompt: { text: textIn(prompt, 'text') ?? '', origin: wordIn(prompt, 'origin', ['human', 'machine', 'command']) ?? 'human' } }),
    startedAt,
    durationUs: Math.max(0, endedAt - startedAt),
    steps,
    ...(response !== undefined && { response }),
    ...(outcome !== undefined && { outcome }),
    get eventIds() { return (eventIds ??= all().map(({ record }) => record.id)); }, // made when they are first asked for: few ask
  };
}

/** The last thing the assistant said: as the end of the turn has it, else its last message. */
function responseOf(told: readonly Entry[], ends: readonly Entry[]): TextValue | undefined {
  const stated = ends.map(({ record }) => textIn(dataOf(record), 'text')).findLast((text) => lengthOf(text) > 0);
  if (stated !== undefined) return stated;
  const last = told.findLast(({ record }) => record.type === 'assistant_text' && lengthOf(textIn(dataOf(record), 'text')) > 0);
  if (!last) return undefined;
  const messageId = stringIn(dataOf(last.record), 'messageId');
  if (messageId === undefined) return textIn(dataOf(last.record), 'text');
  const pieces: { index: number; text: TextValue }[] = [];
  const seen = new Set<number>();
  for (const { record } of told) {
    const data = dataOf(record);
    const text = textIn(data, 'text');
    if (record.type !== 'assistant_text' || data['messageId'] !== messageId || text === undefined) continue;
    const index = numberIn(data, 'index');
    if (index !== undefined && seen.has(index)) continue;
    if (index !== undefined) seen.add(index);
    pieces.push({ index: index ?? pieces.length, text });
  }
  return joinText(pieces.sort((a, b) => a.index - b.index).map(({ text }) => text));
}

function outcomeOf(told: readonly Entry[], ends: readonly Entry[], over: boolean): Turn['outcome'] {
  const stated = ends.map(({ record }) => wordIn<NonNullable<Turn['outcome']>>(dataOf(record), 'outcome', ['success', 'failed', 'interrupted'])).findLast((word) => word !== undefined);
  if (stated) return stated;
  if (ends.length > 0) return 'success';
  if (!over) return undefined;
  return told.some(({ record }) => record.type === 'failure') ? 'failed' : 'interrupted';
}

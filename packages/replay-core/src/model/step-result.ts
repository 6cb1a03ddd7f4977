import { isJsonObject, type BlobRef, type JsonValue, type TextValue } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { dataOf, lengthOf, numberIn, stringIn, textIn, valueIn, wordIn } from './read-data.ts';
import { terminalText } from './terminal.ts';
import type { CommandOutput, Step, StepStatus } from './types.ts';

/** Up to this many characters a model sees of a command's output; longer output is kept beside it. */
const SEEN_BY_MODEL = 30_000;

/** What the end of a call tells. */
export interface StepResult extends Pick<Step, 'status' | 'durationUs' | 'output' | 'result' | 'error' | 'startedAgentId'> {}

/** What of a step is known before its end is looked at. */
export interface ResultContext {
  readonly startedAt: number;
  readonly terminal: CommandOutput | undefined;
  readonly permission: Step['permission'];
  readonly over: boolean;
}

/** Reads how a call ended from everything that closed it; several witnesses may have. */
export function resultOf(entries: readonly Entry[], context: ResultContext): StepResult {
  const closers = entries.filter(({ event }) => event.step === 'closes');
  const told = closers.map(({ record }) => dataOf(record));
  const first = <Value>(read: (data: (typeof told)[number]) => Value | undefined): Value | undefined => {
    for (const data of told) {
      const value = read(data);
      if (value !== undefined) return value;
    }
    return undefined;
  };
  const output = outputOf(told.map((data) => textIn(data, 'text')), context.terminal);
  const result: JsonValue | BlobRef | undefined = first((data) => valueIn(data, 'output'));
  const error = first((data) => stringIn(data, 'error'));
  const [closer] = closers;
  const durationUs = first((data) => numberIn(data, 'durationUs')) ?? (closer && Math.max(0, closer.record.at - context.startedAt));
  const startedAgentId = first((data) => (isJsonObject(data['output']) ? stringIn(data['output'], 'agentId') : undefined));
  return {
    status: statusOf(entries, closers, context),
    ...(durationUs !== undefined && { durationUs }),
    ...(output !== undefined && { output }),
    ...(result !== undefined && { result }),
    ...(error !== undefined && { error }),
    ...(startedAgentId !== undefined && { startedAgentId }),
  };
}

/** What the model was told, as the last witness has it; the whole text where the model saw only a part. */
function outputOf(texts: readonly (TextValue | undefined)[], terminal: CommandOutput | undefined): TextValue | undefined {
  const text = texts.findLast((value) => value !== undefined);
  const whole = terminalText(terminal);
  return text === undefined || (lengthOf(whole) > SEEN_BY_MODEL && lengthOf(text) < lengthOf(whole)) ? (whole ?? text) : text;
}

function statusOf(entries: readonly Entry[], closers: readonly Entry[], context: ResultContext): StepStatus {
  const statuses = closers.map(closedWith);
  const bad = statuses.find((status) => status !== 'ok');
  const denied = context.permission?.decision === 'denied';
  if (bad) return denied && bad === 'failed' ? 'denied' : bad;
  if (statuses.length > 0) return 'ok';
  if (denied) return 'denied';
  if (entries[0]?.record.call === undefined) return entries.some(({ event }) => event.severity === 'error') ? 'failed' : 'ok';
  return context.over ? 'interrupted' : 'running';
}

/** How one who closed it says that it ended. */
export function closedWith({ record }: Entry): Exclude<StepStatus, 'running'> {
  return wordIn(dataOf(record), 'status', ['ok', 'failed', 'denied', 'interrupted']) ?? 'ok';
}

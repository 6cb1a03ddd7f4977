import type { TextValue, Via } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import { dataOf, joinText, lengthOf, numberIn, textIn } from './read-data.ts';
import type { CommandOutput } from './types.ts';

/**
 * What a command printed, from its `terminal_output` entries. Where several witnesses saw it, the
 * one that saw most is shown; the exit code comes from whoever knows it.
 */
export function terminalOf(outputs: readonly Entry[]): CommandOutput | undefined {
  if (outputs.length === 0) return undefined;
  const seen = new Map<Via, number>();
  for (const { record } of outputs) seen.set(record.via, (seen.get(record.via) ?? 0) + lengthOf(textIn(dataOf(record), 'text')));
  const [best] = [...seen].reduce((most, next) => (next[1] > most[1] ? next : most));
  const chunks = outputs.filter(({ record }) => record.via === best).flatMap(({ record }) => {
    const text = textIn(dataOf(record), 'text');
    return text === undefined || text === '' ? [] : [{ at: record.at, text }];
  }).slice(); // a list that was put together has room for a dozen more
  const exitCode = outputs.map(({ record }) => numberIn(dataOf(record), 'exitCode')).findLast((code) => code !== undefined);
  return { chunks, ...(exitCode !== undefined && { exitCode }) };
}

/** All text of a command's output. */
export function terminalText(output: CommandOutput | undefined): TextValue | undefined {
  return output && joinText(output.chunks.map(({ text }) => text));
}

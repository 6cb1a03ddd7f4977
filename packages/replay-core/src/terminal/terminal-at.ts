import type { TerminalHead } from './types.ts';

/**
 * The terminal to be seen at a moment: of those that are open the one that was opened last, else the one that ended last, else the first that
 * will be opened.
 *
 * @param heads - In the order in which they were opened, as `model.terminals`.
 * @param at - Microseconds since the Unix epoch.
 *
 * @example
 * ```ts
 * const head = terminalAt(store.getState().model.terminals, at);
 * ```
 */
export function terminalAt(heads: readonly TerminalHead[], at: number): TerminalHead | undefined {
  const endOf = ({ endedAt = Infinity }: TerminalHead): number => Math.min(endedAt, at); // what ends later is open, and as good as any
  const begun = heads.filter(({ startedAt }) => startedAt <= at);
  return begun.reduce<TerminalHead | undefined>((best, head) => (best && endOf(best) > endOf(head) ? best : head), undefined) ?? heads[0];
}

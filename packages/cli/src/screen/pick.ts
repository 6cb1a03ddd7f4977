import { PlayheadError } from '@playhead/protocol';
import type { CommandContext } from '../command.ts';

/** Something to choose. */
export interface Choice {
  readonly value: string;
  /** One line without control characters. */
  readonly label: string;
}

/** How many are shown at a time. */
const MOST_SHOWN = 12;

/** Whether somebody can be asked here. */
export function canAsk({ screen }: CommandContext): boolean {
  return screen !== undefined && process.stdin.isTTY;
}

/**
 * Lets whoever sits at the terminal choose one, by arrows or by typing a part of its line.
 *
 * @throws PlayheadError `aborted` when they leave without choosing.
 */
export async function pickOne(message: string, choices: readonly Choice[], { signal }: CommandContext): Promise<string> {
  const { autocomplete, isCancel } = await import('@clack/prompts'); // only where somebody is asked
  const chosen = await autocomplete({ message, options: [...choices], maxItems: MOST_SHOWN, signal });
  if (isCancel(chosen)) throw new PlayheadError('aborted', 'Nothing was chosen.');
  return chosen;
}

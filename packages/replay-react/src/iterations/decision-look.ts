import type { Iteration } from '@playhead/replay-core';
import type { IconName } from '../elements/icon-paths.ts';
import type { IterationsMessages } from './iterations-messages.ts';

/** How a decision is shown. */
export interface DecisionLook {
  readonly icon: IconName;
  readonly look: 'ok' | 'warn' | 'bad' | 'muted';
  readonly words: string;
}

const LONGEST = 40;

/** What the critic decided, in a word, an icon and a colour; a word of the loop's own as it is. */
export function decisionLook({ decision }: Pick<Iteration, 'decision'>, words: IterationsMessages): DecisionLook {
  switch (decision) {
    case 'DONE': return { icon: 'pass', look: 'ok', words: words.done };
    case 'CONTINUE': return { icon: 'next', look: 'warn', words: words.goesOn };
    case 'ERROR': return { icon: 'error', look: 'bad', words: words.gaveUp };
    default: return { icon: 'checkpoint', look: 'muted', words: decision === undefined || decision === '' ? words.undecided : decision.slice(0, LONGEST) };
  }
}

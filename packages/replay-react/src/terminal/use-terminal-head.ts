'use client';
import { useCallback, useState } from 'react';
import { terminalAt, type ReplayState, type Step, type TerminalHead } from '@playhead/replay-core';
import { useReplayState } from '../replay/StoreContext.tsx';
import { isCommand } from './terminal-source.ts';

/** The recorded terminals of a session and the one to show. */
export interface TerminalHeads {
  readonly heads: readonly TerminalHead[];
  /** The chosen one, else the one to be seen at the playhead. */
  readonly head: TerminalHead | undefined;
  readonly choose: (id: string) => void;
  /** Which steps are commands that have no terminal to themselves. Stays the same as long as the terminals do. */
  readonly isStep: (step: Step) => boolean;
}

/** Finds the recorded terminal to show at the playhead. */
export function useTerminalHead(): TerminalHeads {
  const heads = useReplayState(pickHeads);
  const at = useReplayState(pickAt);
  const [chosen, choose] = useState<string>();
  const head = heads.find(({ id }) => id === chosen) ?? terminalAt(heads, at);
  const isStep = useCallback((step: Step) => isCommand(step) && !heads.some(({ stepId }) => stepId === step.id), [heads]);
  return { heads, head, choose, isStep };
}

const pickHeads = ({ model }: ReplayState): readonly TerminalHead[] => model.terminals;
const pickAt = ({ model, currentIndex }: ReplayState): number => model.events[currentIndex]?.record.at ?? 0;

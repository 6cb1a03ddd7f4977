import { type ReplayStore, terminalAt, type TerminalHead } from '@playhead/replay-core';
import type { Theme } from '../view/theme.ts';
import type { Stage } from './stage.ts';
import { openTerminalStage } from './terminal-stage.ts';
import { createTextStage } from './text-stage.ts';

/** What a session can be shown as. */
export interface Stages {
  /** What is to be seen at a moment: what was chosen, else the terminal that is open then, else the text. Opened on first use. */
  at(at: number): Promise<Stage>;
  /** Chooses the next terminal, and after the last one the text. */
  next(at: number): void;
  close(): void;
}

/** What somebody chose: a terminal by its id, or the session as text. */
export type ChosenStage = { readonly terminal: string } | 'text' | undefined;

/** Makes the stages of a session. */
export function createStages(store: ReplayStore, theme: Theme, chosen?: ChosenStage): Stages {
  const text = createTextStage(store, theme);
  const opened = new Map<string, Promise<Stage>>();
  let choice = chosen;
  const heads = (): readonly TerminalHead[] => store.getState().model.terminals;
  const idAt = (at: number): string | undefined => {
    if (choice === 'text') return undefined;
    return choice?.terminal ?? terminalAt(heads(), at)?.id;
  };
  return {
    async at(at) {
      const id = idAt(at);
      const head = heads().find((one) => one.id === id);
      if (!head) return text;
      const stage = opened.get(head.id) ?? openTerminalStage(store, head, theme);
      opened.set(head.id, stage);
      stage.catch(() => opened.delete(head.id)); // the next look tries again
      return stage;
    },
    next(at) {
      const place = heads().findIndex(({ id }) => id === idAt(at));
      const next = heads()[place + 1];
      choice = next ? { terminal: next.id } : 'text';
    },
    close() {
      text.close();
      for (const stage of opened.values()) stage.then((it) => it.close(), () => undefined);
    },
  };
}

'use client';
import type { ReactElement } from 'react';
import { useWords } from '../settings/SettingsContext.tsx';
import { recordedTerminalMessages } from './recorded-messages.ts';

/** What a terminal shows: all of a recorded one, or what one command printed. */
export interface TerminalViews {
  readonly view: 'whole' | 'command';
  /** Absent where there is nothing to choose. */
  readonly setView: ((view: 'whole' | 'command') => void) | undefined;
}

/** Chooses between a recorded terminal and the command at the playhead. */
export function ViewSwitch({ view, setView }: TerminalViews): ReactElement | null {
  const words = useWords('recordedTerminal', recordedTerminalMessages);
  if (!setView) return null;
  return (
    <span className="ph-seg" role="group" aria-label={words.views}>
      {(['whole', 'command'] as const).map((each) => <button key={each} type="button" aria-pressed={view === each} onClick={() => setView(each)}>{words[each]}</button>)}
    </span>
  );
}

'use client';
import { useState, type ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import type { Iteration } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { CriticFeedback } from './CriticFeedback.tsx';
import { decisionLook } from './decision-look.ts';
import { IterationText } from './IterationText.tsx';
import { iterationsMessages, type IterationsMessages } from './iterations-messages.ts';

const WRAPS = { flexWrap: 'wrap', marginInlineStart: -8 } as const;

/** What of a round can be opened. */
type Part = 'actor' | 'errors' | 'diff';

/** Props of {@link IterationView}. */
export interface IterationViewProps {
  readonly round: Iteration;
  /** Whether the playhead is in it. */
  readonly current: boolean;
}

/** One round: how it ended, what the critic said, and behind buttons what the actor printed and changed. */
export function IterationView({ round, current }: IterationViewProps): ReactElement {
  const words = useWords('iterations', iterationsMessages);
  const format = useFormat();
  const store = useReplayStore();
  const [open, setOpen] = useState<Part>();
  const { icon, look, words: decided } = decisionLook(round, words);
  const texts = textsOf(round);
  const shown = texts.find(([part]) => part === open);
  return (
    <li data-decision={round.decision?.slice(0, 40)} aria-current={current || undefined}>
      <button type="button" className="ph-test" onClick={() => store.select(round.eventId)}>
        <span className={look === 'muted' ? 'ph-muted' : `ph-${look}`}><Icon name={icon} small /></span>
        <span className="ph-cut"><b className="ph-med">{words.round(format.number(round.index))}</b> <span className="ph-muted"><VisibleText text={decided} /></span></span>
        <span className="ph-muted">{factsOf(round, words, format.number).concat(round.durationUs === undefined ? [] : format.duration(round.durationUs)).join(' · ')}</span>
      </button>
      <div className="ph-test__err">
        {round.critic === undefined ? <p className="ph-muted">{words.noFeedback}</p> : <CriticFeedback text={round.critic} />}
        {texts.length > 0 && (
          <div className="ph-row" style={WRAPS}>
            {texts.map(([part]) => <button key={part} type="button" className="ph-btn ph-btn--s" aria-expanded={part === open} onClick={() => setOpen(part === open ? undefined : part)}><Icon name={part === open ? 'chev-u' : 'chev-d'} small />{words[part]}</button>)}
          </div>
        )}
        {shown && <IterationText key={shown[0]} name={words[shown[0]]} value={shown[1]} diff={shown[0] === 'diff'} />}
      </div>
    </li>
  );
}

function textsOf({ actor, stderr, diff }: Iteration): readonly (readonly [Part, TextValue])[] {
  const all = [['actor', actor], ['errors', stderr], ['diff', diff]] as const;
  return all.flatMap(([part, text]) => (text === undefined || text === '' ? [] : [[part, text] as const]));
}

function factsOf({ exitCode, filesChanged }: Iteration, words: IterationsMessages, written: (count: number) => string): readonly string[] {
  return [
    ...(exitCode === undefined || exitCode === 0 ? [] : [words.exit(String(exitCode))]),
    ...(filesChanged === undefined ? [] : [words.files(filesChanged, written(filesChanged))]),
  ];
}

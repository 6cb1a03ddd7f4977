'use client';
import type { ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import { beginningOf } from '../elements/beginning-of.ts';
import { hasRedactions } from '../elements/recorded-pieces.ts';
import { RecordedText } from '../elements/RecordedText.tsx';
import { Markdown } from '../markdown/Markdown.tsx';
import { useText } from '../replay/use-text.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import { iterationsMessages } from './iterations-messages.ts';

const LONGEST = 16 * 1024;

/** What the critic said. Untrusted, as everything recorded. */
export function CriticFeedback({ text: value }: { readonly text: TextValue }): ReactElement {
  const words = useWords('iterations', iterationsMessages);
  const { text, status } = useText([value]);
  const shown = beginningOf(text, LONGEST);
  return (
    <div aria-busy={status === 'loading'}>
      {hasRedactions(shown) ? <div className="ph-prose ph-prose--plain"><RecordedText text={shown} /></div> : <Markdown className="ph-prose" text={shown} />}
      {shown.length < text.length && '…'}
      {status === 'error' && <p className="ph-bad" role="status">{words.missing}</p>}
    </div>
  );
}

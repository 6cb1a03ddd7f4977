'use client';
import { useState, type ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import { beginningOf } from '../elements/beginning-of.ts';
import { Icon } from '../elements/Icon.tsx';
import { RecordedText } from '../elements/RecordedText.tsx';
import { hasRedactions, withheld } from '../elements/recorded-pieces.ts';
import { Markdown } from '../markdown/Markdown.tsx';
import { useText } from '../replay/use-text.ts';
import type { FeedRow } from './feed.ts';
import type { RowMessages } from './row-messages.ts';

const NONE: readonly TextValue[] = [];
/** A longer text begins with this much of it, in characters: the rows below stay in sight. */
const MOST_TEXT = 1600;

/** Prompts and what the agent said, as prose without a line; what redaction kept back is named. */
export function ProseBody({ row, messages, query }: { readonly row: FeedRow; readonly messages: RowMessages; readonly query: string }): ReactElement {
  const { text, status } = useText(row.prose ?? NONE);
  const [open, setOpen] = useState(false);
  const kept = withheld(text);
  if (kept !== undefined) {
    return (
      <div className="ph-ev__h">
        <span className="ph-ev__n ph-2nd">{messages.withheld(row.event.title.toLowerCase())}</span>
        <span className="ph-ev__m"><span className="ph-redacted"><Icon name="lock" />{kept}</span></span>
      </div>
    );
  }
  const start = text.length > MOST_TEXT * 1.25 ? beginningOf(text, MOST_TEXT) : text;
  const shown = open || query !== '' ? text : start; // what is searched for may stand further down
  // A hit is marked in the plain text: markdown would have to be taken apart again.
  const marked = query !== '' && text.toLowerCase().includes(query.trim().toLowerCase());
  return (
    <>
      {marked || hasRedactions(shown) ? <div className="ph-prose ph-prose--plain"><RecordedText text={shown} query={query} /></div> : <Markdown className="ph-prose" text={shown} />}
      {start !== text && query === '' && <button type="button" className="ph-btn ph-btn--s" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? messages.showLess : messages.showAll}</button>}
      {status === 'loading' && <span className="ph-muted">{messages.loadingRest}</span>}
    </>
  );
}

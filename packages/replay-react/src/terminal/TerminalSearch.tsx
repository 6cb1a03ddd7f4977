'use client';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { recordedTerminalMessages } from './recorded-messages.ts';
import type { TrackSearch } from './use-track-search.ts';

/** Props of {@link TerminalSearch}. */
export interface TerminalSearchProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly search: TrackSearch;
  /** The hit that was gone to; -1 for none. */
  readonly current: number;
  readonly onGo: (by: 1 | -1) => void;
  readonly onClose: () => void;
  /** How long after the terminal was opened a hit came, as it is written. */
  readonly timeOf: (at: number) => string;
}

const LINE = 300;

/** Searches through all that a terminal ever showed: Enter goes to the next line found, Shift+Enter to the one before, Escape ends it. */
export function TerminalSearch({ query, onQuery, search, current, onGo, onClose, timeOf }: TerminalSearchProps): ReactElement {
  const words = useWords('recordedTerminal', recordedTerminalMessages);
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const { hits, status } = search;
  const hit = hits[current];
  const asked = query.trim() !== '';
  const count = status === 'failed' ? words.searchFailed : hits.length === 0 && status === 'done' ? words.nothingFound : words.found(current < 0 ? undefined : format.number(current + 1), hits.length, status === 'searching');
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Enter') onGo(event.shiftKey ? -1 : 1);
    else onClose();
  };
  return (
    <div className="ph-search ph-term__cut ph-term__find" role="search">
      <label className="ph-field">
        <Icon name="search" small />
        <input ref={input} type="search" value={query} placeholder={words.searchHint} aria-label={words.search} autoComplete="off" spellCheck={false} maxLength={500} onChange={(event) => onQuery(event.target.value)} onKeyDown={onKeyDown} />
        <span className="ph-count" role="status">{asked && count}</span>
      </label>
      <button type="button" className="ph-btn ph-btn--icon" aria-label={words.previousHit} title={words.previousHit} disabled={hits.length === 0} onClick={() => onGo(-1)}><Icon name="chev-u" /></button>
      <button type="button" className="ph-btn ph-btn--icon" aria-label={words.nextHit} title={words.nextHit} disabled={hits.length === 0} onClick={() => onGo(1)}><Icon name="chev-d" /></button>
      <span className="ph-term__hit ph-cut ph-grow">{hit && <><span className="ph-muted">{timeOf(hit.at)}</span> <bdi dir="ltr"><VisibleText text={hit.line.trim().slice(0, LINE)} /></bdi></>}</span>
      <button type="button" className="ph-btn ph-btn--icon" aria-label={words.closeSearch} title={words.closeSearch} onClick={onClose}><Icon name="x" /></button>
    </div>
  );
}

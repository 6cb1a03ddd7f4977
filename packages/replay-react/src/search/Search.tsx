'use client';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { useSettings, useWords } from '../settings/SettingsContext.tsx';
import { searchMessages } from './search-messages.ts';
import { SearchProgressText } from './SearchProgressText.tsx';

const TYPING_PAUSE_MS = 150;

interface Picked extends Pick<ReplayState, 'query' | 'hits' | 'searching'> {
  readonly currentId: string | undefined;
}
const pick = ({ query, hits, searching, model, currentIndex }: ReplayState): Picked => ({ query, hits, searching, currentId: query === '' ? undefined : model.events[currentIndex]?.id });

/**
 * Searches the shown events, and steps through the hits: Enter to the next, Shift+Enter to the one before, Escape ends it.
 *
 * @example
 * ```tsx
 * <ReplayRoot source={source}><Search /><Events /></ReplayRoot>
 * ```
 */
export const Search: Part<PartProps, HTMLDivElement> = definePart<PartProps, HTMLDivElement>('Search', function Search({ className, style }, ref): ReactElement {
  const store = useReplayStore();
  const { query, hits, searching: left, currentId } = useReplayState(pick);
  const words = useWords('search', searchMessages);
  const { keyMap } = useSettings();
  /** What was typed and is not searched for yet. */
  const [draft, setDraft] = useState<string>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const text = draft ?? query;
  const searching = query.trim() !== '';
  const place = currentId === undefined ? -1 : hits.indexOf(currentId);
  const count = words.count(place < 0 ? undefined : place + 1, hits.length);
  useEffect(() => () => clearTimeout(timer.current), []);

  const search = (wanted: string): void => {
    clearTimeout(timer.current);
    setDraft(undefined);
    if (store.getState().query !== wanted) store.setQuery(wanted);
  };
  const again = (): void => {
    store.setQuery('');
    store.setQuery(query);
  };
  const type = (typed: string): void => {
    clearTimeout(timer.current);
    setDraft(typed);
    timer.current = setTimeout(search, TYPING_PAUSE_MS, typed);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      if (draft !== undefined) search(draft);
      store.stepTo('hit', event.shiftKey ? -1 : 1);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      if (text === '') event.currentTarget.closest<HTMLElement>('[data-ph]')?.focus({ preventScroll: true }); // keys go on from there
      else search('');
    }
  };
  const hint = keyMap === false ? undefined : keyMap.search[0];
  return (
    <div ref={ref} className={classes('ph-search ph-row', className)} style={style} data-part="search" data-searching={searching || undefined} data-stopped={left?.failed || undefined} role="search">
      <label className="ph-field">
        <Icon name="search" small />
        <input
          type="search" data-ph-search="" value={text} placeholder={words.placeholder} aria-label={words.label} autoComplete="off" spellCheck={false} maxLength={500} aria-keyshortcuts={hint}
          onChange={(event) => type(event.target.value)} onKeyDown={onKeyDown}
        />
        {left?.failed === false && <SearchProgressText count={count} read={left.read} />}
        <span className={left?.failed === false ? 'ph-hidden' : 'ph-count'} role="status" title={left?.failed ? words.stopped(count) : undefined}>{searching && (left ? (left.failed ? words.stopped(count) : words.searching) : count)}</span>
        {!searching && text === '' && hint !== undefined && <kbd className="ph-kbd" aria-hidden="true">{hint}</kbd>}
      </label>
      {searching && (
        <>
          {left?.failed === true && <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={again}>{words.again}</button>}
          <button type="button" className="ph-btn ph-btn--icon" aria-label={words.previous} disabled={hits.length === 0} onClick={() => store.stepTo('hit', -1)}><Icon name="chev-u" /></button>
          <button type="button" className="ph-btn ph-btn--icon" aria-label={words.next} disabled={hits.length === 0} onClick={() => store.stepTo('hit', 1)}><Icon name="chev-d" /></button>
        </>
      )}
    </div>
  );
});

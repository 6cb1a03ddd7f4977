'use client';
import { useCallback, useEffect, useMemo, useReducer, useRef, useState, type ClipboardEvent, type ForwardedRef, type KeyboardEvent, type ReactElement } from 'react';
import type { ReplayState, TerminalHead } from '@playhead/replay-core';
import { copyText } from '../elements/copy-text.ts';
import { classes, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { joinRefs } from '../elements/join-refs.ts';
import { State } from '../elements/State.tsx';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import type { SafeUrl } from '../markdown/safe-url.ts';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { RecordedBar } from './RecordedBar.tsx';
import { recordedTerminalMessages } from './recorded-messages.ts';
import { terminalMessages } from './terminal-messages.ts';
import { TerminalLinks } from './TerminalLinks.tsx';
import { TerminalSearch } from './TerminalSearch.tsx';
import { TerminalStrip } from './TerminalStrip.tsx';
import { useEnded } from './use-ended.ts';
import { useExpanded } from './use-expanded.ts';
import { useRecordedScreen } from './use-recorded-screen.ts';
import { useTerminalTrack } from './use-terminal-track.ts';
import { useTrackSearch } from './use-track-search.ts';
import { useTyped } from './use-typed.ts';
import type { TerminalViews } from './ViewSwitch.tsx';

/** Props of {@link RecordedTerminal}. */
export interface RecordedTerminalProps extends PartProps {
  readonly head: TerminalHead;
  readonly heads: readonly TerminalHead[];
  readonly onChoose: (id: string) => void;
  readonly views: TerminalViews;
  readonly outer: ForwardedRef<HTMLElement>;
}

const TYPING = 'input, textarea, select';
const pickLive = ({ live }: ReplayState): boolean => live;

/** The screen of a recorded terminal at the playhead, with its time, its search and what was typed. */
export function RecordedTerminal({ head, heads, onChoose, views, outer, className, style }: RecordedTerminalProps): ReactElement {
  const words = useWords('recordedTerminal', recordedTerminalMessages);
  const { label } = useWords('terminal', terminalMessages);
  const format = useFormat();
  const store = useReplayStore();
  const live = useReplayState(pickLive);
  const { announce } = useReplayViewActions();
  const root = useRef<HTMLElement | null>(null);
  const join = useMemo(() => joinRefs(root, outer), [outer]);
  const stage = useRef<HTMLDivElement>(null);
  const mount = useRef<HTMLDivElement>(null);
  const [expanded, setExpanded] = useExpanded(root);
  const { track, failed, retry: reopen } = useTerminalTrack(head.id);
  const typed = useTyped();
  const [links, setLinks] = useState<readonly SafeUrl[]>();
  const onLink = useCallback((link: SafeUrl) => setLinks([link]), []);
  const { status, preparing, screen, retry, whenShown } = useRecordedScreen(mount, track, typed.take, typed.stand, onLink);
  const ended = useEnded(head);
  const [query, setQuery] = useState<string>();
  const [current, setCurrent] = useState(-1);
  const search = useTrackSearch(track, query ?? '');
  /** Somebody wants to go to the first line before one was found. */
  const early = useRef(false);
  const [version, grew] = useReducer((count: number) => count + 1, 0);
  useEffect(() => track?.subscribe(grew), [track]);

  const copy = (): void => {
    const selected = screen.current?.selected() ?? '';
    void copyText(selected || (screen.current?.text() ?? '')).then((done) => { if (done) announce(selected ? words.selectionCopied : words.screenCopied); });
  };
  const goToHit = (by: 1 | -1): void => {
    const { hits } = search;
    early.current = hits.length === 0 && search.status === 'searching';
    const next = current < 0 ? (by > 0 ? firstFrom(hits, store) : hits.length - 1) : (current + by + hits.length) % hits.length;
    const hit = hits[next];
    if (!hit) return;
    setCurrent(next);
    const moment = hit.at + 1; // never before the line, however its time is rounded
    whenShown(moment, () => screen.current?.mark(hit.line) ?? false);
    store.pause(); // whoever looks for a line wants to read it
    store.seek(store.getState().timeMap.toVirtual(moment));
  };
  useEffect(() => { if (early.current && search.hits.length > 0) goToHit(1); });
  const listLinks = (): void => void screen.current?.links().then(setLinks, () => setLinks([]));
  const closeSearch = (): void => {
    setQuery(undefined);
    setCurrent(-1);
    stage.current?.focus({ preventScroll: true });
  };
  const closeLinks = (): void => {
    setLinks(undefined);
    stage.current?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || (event.target instanceof Element && event.target.closest(TYPING))) return;
    if (event.key === '/') setQuery((before) => before ?? '');
    else if (event.target === stage.current && event.key === 'Enter') listLinks();
    else if (event.target === stage.current && (event.key === 'PageUp' || event.key === 'PageDown')) screen.current?.scroll((screen.current.rows - 1) * (event.key === 'PageUp' ? -1 : 1));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onCopy = (event: ClipboardEvent): void => {
    const selected = screen.current?.selected() ?? '';
    if (selected === '') return;
    event.clipboardData.setData('text/plain', selected);
    event.preventDefault();
    event.stopPropagation();
  };
  const broken = failed || status === 'failed';
  const waits = status === 'opening' || preparing !== undefined;
  const blank = track !== undefined && track.bytes === 0;
  return (
    <section
      ref={join} className={classes('ph-term', className)} style={style} data-part="terminal" aria-label={label} data-expanded={expanded} data-renderer="recorded"
      data-status={broken ? 'error' : waits ? 'loading' : head.endedAt === undefined && live ? 'running' : 'ready'} onKeyDown={onKeyDown}
    >
      <RecordedBar
        head={head} heads={heads} onChoose={onChoose} views={views} live={live} ended={ended} onSearch={() => setQuery((before) => before ?? '')} onLinks={listLinks} onCopy={copy}
        typed={typed.any ? typed.shown : undefined} setTyped={typed.setShown} expanded={expanded} setExpanded={setExpanded}
      />
      <div className="ph-term__body" data-view="recorded">
        {query !== undefined && (
          <TerminalSearch query={query} onQuery={(next) => { setQuery(next); setCurrent(-1); }} search={search} current={current} onGo={goToHit} onClose={closeSearch} timeOf={(at) => format.time((at - head.startedAt) / 1000)} />
        )}
        {links && <TerminalLinks links={links} onClose={closeLinks} />}
        <div ref={stage} className="ph-term__stage" tabIndex={0} role="group" aria-label={words.screen} aria-busy={waits} dir="ltr" onCopy={onCopy}>
          <div className="ph-term__room"><div ref={mount} className="ph-term__pty" data-ready={status === 'shown' && !waits} /></div>
          {!broken && (waits || blank) && (
            <p className="ph-term__note ph-muted">
              <span role="status">{preparing !== undefined ? words.preparing : waits ? words.loading : words.nothingYet}</span>
              {preparing !== undefined && <span role="progressbar" aria-label={words.preparing} aria-valuenow={preparing}> {format.percent(preparing / 100)}</span>}
            </p>
          )}
          {broken && <div className="ph-term__broken"><State icon="alert" title={words.failed} actions={<button type="button" className="ph-btn ph-btn--line" onClick={failed ? reopen : retry}>{words.retry}</button>}>{words.failedHint}</State></div>}
          {typed.shown && typed.last !== undefined && <span className="ph-badge ph-term__typed" aria-hidden="true">{typed.last === '' ? <><Icon name="lock" small />{words.hidden}</> : typed.last}</span>}
        </div>
      </div>
      {track && <TerminalStrip track={track} version={version} hits={query === undefined ? NO_HITS : search.hits} />}
    </section>
  );
}

const NO_HITS: readonly { readonly at: number }[] = [];

/** The first hit after the playhead, else the first. */
function firstFrom(hits: readonly { readonly at: number }[], store: ReturnType<typeof useReplayStore>): number {
  const now = store.getState().timeMap.toWall(store.clock.now());
  return Math.max(0, hits.findIndex(({ at }) => at >= now));
}

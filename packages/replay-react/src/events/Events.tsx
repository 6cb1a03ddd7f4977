'use client';
import { useCallback, useContext, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent, type ReactElement } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { useDrawMarkdown } from '../markdown/MarkdownProvider.tsx';
import { ReopenContext, useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { lastAt } from '../replay/step-index.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { ChapterBar } from './ChapterBar.tsx';
import { EventRow, type RowActions } from './EventRow.tsx';
import { EventsState } from './EventsState.tsx';
import { useCardBodies } from './use-card-bodies.ts';
import { useFeed } from './use-feed.ts';
import { useFocusInside } from './use-focus-inside.ts';
import { useListScroll } from './use-list-scroll.ts';
import { useVisibleRows } from './use-visible-rows.ts';
import { eventsMessages } from './events-messages.ts';

const ROWS_ON_SERVER = 30;
const ROWS_UNMEASURED = 300;
/** How far beyond the screen rows are drawn, in pixels. */
const OVERSCAN = 48;
/** The height of a row that was not measured yet, in pixels. */
const ROW_HEIGHT = 32;

/** Props of {@link Events}. */
export interface EventsProps extends PartProps {
  /** Loads the session again after it could not be loaded. Default: what the `ReplayRoot` does, where it opened the session. */
  readonly onRetry?: (() => void) | undefined;
}

/** Pages without layout, such as jsdom, cannot draw a virtual list. */
function canMeasure(): boolean {
  return typeof window === 'undefined' || typeof ResizeObserver !== 'undefined';
}

const subscribeToNothing = () => (): void => undefined;

interface EventsView extends Pick<ReplayState, 'model' | 'timeMap' | 'currentIndex' | 'live' | 'status' | 'follow' | 'unseen' | 'filter' | 'shown' | 'query' | 'playing'> {
  readonly error: ReplayState['error'];
  readonly range: ReplayState['range'];
  readonly highlightedId: ReplayState['highlightedId'];
}

const pick = ({ model, timeMap, currentIndex, live, status, error, follow, unseen, filter, range, shown, query, highlightedId, playing }: ReplayState): EventsView => (
  { model, timeMap, currentIndex, live, status, error, follow, unseen, filter, range, shown, query, highlightedId, playing }
);

/**
 * What happened: one row per step and message, drawn only where it is looked at. Renders a feed under the bar of its chapter.
 *
 * @example
 * ```tsx
 * <ReplayRoot source={source}><Events /></ReplayRoot>
 * ```
 */
export const Events: Part<EventsProps, HTMLDivElement> = definePart<EventsProps, HTMLDivElement>('Events', function Events({ className, style, onRetry }, ref): ReactElement {
  const store = useReplayStore();
  const reopen = useContext(ReopenContext);
  const state = useReplayState(pick);
  const { model, timeMap, currentIndex, live, status, follow, unseen, shown, query, highlightedId, playing } = state;
  const words = useWords('events', eventsMessages);
  const format = useFormat();
  const { feed, list: rows } = useFeed(state);
  const bodies = useCardBodies();
  const draw = useDrawMarkdown();
  const list = useRef<VListHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => frame.current as HTMLDivElement, []); // set before effects run
  // A list made with ssrCount draws only those rows until it is scrolled: only markup of a server needs it.
  const hydrating = useSyncExternalStore(subscribeToNothing, () => false, () => true);
  // Rows get their height with what loads after them. A server's markup is on the page already and stays there.
  const [fromServer] = useState(hydrating);
  const waiting = !fromServer && (bodies === undefined || draw === undefined);
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(() => new Map());
  const actions = useMemo((): RowActions => ({
    select: (id) => store.select(id),
    highlight: (id) => store.highlight(id),
    toggle: (id, open) => setToggled((before) => new Map(before).set(id, open)),
  }), [store]);

  const currentRow = currentIndex < 0 ? -1 : feed.rowAt(currentIndex);
  const nowPlace = rows.placeOf(feed.rowsUntil(currentIndex));
  const place = rows.placeOf(currentRow);
  const tabPlace = Math.max(0, place);
  const following = follow === 'following' && live;
  const highlightedRow = highlightedId === undefined ? -1 : feed.rowOf(highlightedId);
  const current = model.events[currentIndex];
  const scroll = useListScroll(store, list, { length: rows.length, row: place, eventId: current?.id, following, playing });
  const focus = useFocusInside(frame, 'article[tabindex="0"]', feed.rows[rows.at(tabPlace)]?.event.id);
  const chapterAt = useCallback((at: number) => Math.max(0, lastAt(model.chapters, (chapter) => chapter.at, at)), [model.chapters]);
  const { firstAt, report } = useVisibleRows(list, feed, rows, chapterAt);
  const { cwd: directory } = model.session;
  const context = useMemo(() => ({ messages: words, format, directory }), [words, format, directory]);
  const agents = useMemo(() => new Map(model.subagents.map((agent) => [agent.id, agent.type])), [model.subagents]);
  const nowTime = current && format.time(timeMap.toVirtual(current.record.at));
  const lastAtTime = model.session.updatedAt;

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || rows.length === 0) return;
    const row = feed.rows[rows.at(tabPlace)];
    if (event.key === 'Enter' && event.target instanceof Element && event.target.matches('article') && row) {
      const toggle = event.target.querySelector<HTMLElement>('.ph-ev__d');
      if (!toggle) return;
      event.preventDefault();
      toggle.click();
      return;
    }
    const page = Math.max(1, Math.floor((list.current?.viewportSize ?? 0) / ROW_HEIGHT) - 2 || 10);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
    if (by === undefined) return;
    const next = Math.min(rows.length - 1, Math.max(0, place + by));
    const to = feed.rows[rows.at(next)];
    if (!to) return;
    event.preventDefault();
    store.select(to.event.id);
  };

  const drawRow = (index: number): ReactElement => {
    const at = rows.at(index);
    const row = feed.rows[at];
    if (!row) return <div key={index} />;
    const { agentId, step } = row;
    const named = agentId === undefined ? undefined : (agents.get(agentId) ?? words.subagent);
    const sub = step?.startedAgentId ?? (row.event.kind === 'subagent' ? row.event.record.agent : undefined);
    return (
      <EventRow
        key={row.event.id} row={row} context={context} bodies={bodies} actions={actions} position={index + 1} size={live ? -1 : rows.length} last={index === rows.length - 1} time={timeMap.toVirtual(row.event.record.at)}
        current={at === currentRow} tabbable={index === tabPlace} highlighted={at === highlightedRow} open={toggled.get(row.event.id)} query={query}
        agent={row.event.kind === 'subagent' ? undefined : named} agentBegins={agentId !== feed.rows[rows.at(index - 1)]?.agentId} agentEvents={sub === undefined ? 0 : feed.eventsOfAgent(sub)}
        now={step?.status === 'running' ? lastAtTime : 0} nowLine={index === nowPlace ? nowTime : undefined}
      />
    );
  };

  const clear = (): void => {
    store.setFilter({});
    store.setRange(undefined);
  };
  const hidden = shown.narrowed ? model.events.length - shown.count : 0;
  const empty = rows.length === 0;
  return (
    <div ref={frame} className={classes('ph-events', className)} style={style} data-part="events" data-status={status} data-follow={follow} data-live={live || undefined} data-empty={empty || undefined}>
      {empty ? <EventsState state={state} onClear={clear} onRetry={onRetry ?? reopen} /> : (
        <>
          <ChapterBar model={model} timeMap={timeMap} at={firstAt} live={live} />
          <div className="ph-feed" role="feed" tabIndex={-1} data-keeps-focus="" aria-label={words.label} aria-busy={status === 'loading'} data-waiting={waiting || undefined} onKeyDown={onKeyDown} {...focus} {...scroll.handlers}>
            {canMeasure()
              ? (
                <VList
                  key={hydrating ? 'server' : 'page'} ref={list} className="ph-feed__rows" bufferSize={OVERSCAN} itemSize={ROW_HEIGHT} keepMounted={[tabPlace]} {...(hydrating && { ssrCount: Math.min(ROWS_ON_SERVER, rows.length) })}
                  data={{ length: rows.length }} onScroll={() => { scroll.onScroll(); report(); }} onResize={report}
                >
                  {(_row: unknown, index: number) => drawRow(index)}
                </VList>
              )
              : Array.from({ length: Math.min(ROWS_UNMEASURED, rows.length) }, (_row, index) => drawRow(index))}
          </div>
          {hidden > 0 && (
            <div className="ph-hiddenbar"><span className="ph-grow">{words.hidden(hidden, format.number(hidden))}</span><button type="button" className="ph-btn ph-btn--s" onClick={clear}>{words.clear}</button></div>
          )}
        </>
      )}
      {live && follow === 'detached' && unseen > 0 && (
        <div className="ph-livebar"><button type="button" className="ph-btn" onClick={() => store.follow()}><Icon name="end" small />{words.jumpToLive}<span className="ph-muted">{words.unseen(unseen, format.number(unseen))}</span></button></div>
      )}
    </div>
  );
});

'use client';
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore, type KeyboardEvent, type ReactElement } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { ReplayState } from '@playhead/replay-core';
import { State } from '../elements/State.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { EventRow } from './EventRow.tsx';
import { feedItems, rowAt, type FeedItem } from './feed-items.ts';

const ROWS_ON_SERVER = 30;
const ROWS_UNMEASURED = 300;

/** Pages without layout, such as jsdom, cannot draw a virtual list. */
function canMeasure(): boolean {
  return typeof window === 'undefined' || typeof ResizeObserver !== 'undefined';
}

const subscribeToNothing = () => (): void => undefined;

const pick = ({ model, timeMap, currentIndex, live, status, follow }: ReplayState): Pick<ReplayState, 'model' | 'timeMap' | 'currentIndex' | 'live' | 'status' | 'follow'> => ({ model, timeMap, currentIndex, live, status, follow });

/** What happened, one row per step and message, drawn only where it is looked at. Renders a feed. */
export function Events(): ReactElement {
  const store = useReplayStore();
  const { model, timeMap, currentIndex, live, status, follow } = useReplayState(pick);
  const items = useMemo(() => feedItems(model), [model]);
  const nowRow = rowAt(items, currentIndex);
  // A list made with ssrCount draws only those rows until it is scrolled: only markup of a server needs it.
  const hydrating = useSyncExternalStore(subscribeToNothing, () => false, () => true);
  const list = useRef<VListHandle>(null);
  const feed = useRef<HTMLDivElement>(null);
  const select = useCallback((eventId: string) => store.select(eventId), [store]);

  useEffect(() => {
    const target = follow === 'following' && live ? items.length - 1 : nowRow;
    if (target >= 0) list.current?.scrollToIndex(target, { align: 'nearest' });
  }, [nowRow, follow, live, items.length]);

  const onKeyDown = (event: KeyboardEvent): void => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = Math.min(items.length - 1, Math.max(0, nowRow + by));
    const item = items[next];
    if (!item) return;
    event.preventDefault();
    store.select(item.event.id);
    list.current?.scrollToIndex(next, { align: 'nearest' });
    requestAnimationFrame(() => feed.current?.querySelector<HTMLElement>(`[aria-posinset="${next + 1}"]`)?.focus({ preventScroll: true }));
  };

  const drawRow = (item: FeedItem, index: number): ReactElement => (
    <EventRow
      key={item.event.id} item={item} position={index + 1} size={live ? -1 : items.length} time={timeMap.toVirtual(item.event.record.at)}
      selected={index === nowRow} ahead={item.first > currentIndex} onSelect={select}
    />
  );

  if (items.length === 0) {
    return status === 'loading'
      ? <State icon="clock" title="Loading the session" />
      : <State icon="list" title="No events yet">{live ? 'They appear here as the agent works.' : 'The recording holds no events.'}</State>;
  }
  return (
    <div ref={feed} className="ph-feed ph-fill" role="feed" aria-label="Events" aria-busy={status === 'loading'} onKeyDown={onKeyDown}>
      {canMeasure()
        ? <VList key={hydrating ? 'server' : 'page'} ref={list} className="ph-fill" {...(hydrating && { ssrCount: Math.min(ROWS_ON_SERVER, items.length) })} data={items} style={{ blockSize: '100%' }}>{drawRow}</VList>
        : items.slice(0, ROWS_UNMEASURED).map(drawRow)}
    </div>
  );
}

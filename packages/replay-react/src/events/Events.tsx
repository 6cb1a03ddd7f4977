'use client';
import { useImperativeHandle, useMemo, useRef, useState, type ReactElement } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { useHasLayout } from '../elements/use-has-layout.ts';
import { useDrawMarkdown } from '../markdown/MarkdownProvider.tsx';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { ChapterBar } from './ChapterBar.tsx';
import { EventRow, type RowContext } from './EventRow.tsx';
import { FirstRows } from './FirstRows.tsx';
import type { MeasuredRows } from './measure-rows.ts';
import { rowMessages } from './row-messages.ts';
import { useFeed } from './use-feed.ts';
import { useLater } from './LaterProvider.ts';

/** Props of {@link Events}. */
export interface EventsProps extends PartProps {
  /** Loads the session again after it could not be loaded. Default: what the `ReplayRoot` does, where it opened the session. */
  readonly onRetry?: (() => void) | undefined;
}

/** How many rows are drawn where what draws all of them could not be loaded. */
const ROWS_ALONE = 300;
/** How wide the lines of the rows to come are. */
const SHAPES = ['70%', '50%', '80%', '40%', '60%'];

const whole = (state: ReplayState): ReplayState => state;

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
  const state = useReplayState(whole);
  const { model, timeMap, currentIndex, live, status, follow, query, highlightedId } = state;
  const messages = useWords('events', rowMessages);
  const format = useFormat();
  const lists = useFeed(state);
  const { feed, list: rows } = lists;
  const { length } = rows;
  const later = useLater();
  const formatted = useDrawMarkdown() !== undefined;
  const layout = useHasLayout();
  const frame = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => frame.current as HTMLDivElement, []); // set before effects run
  const scroller = useRef<HTMLDivElement>(null);
  const byHand = useRef(false);
  const inside = useRef(false);
  // Rows get their height with what loads after them. What a server drew is on the page already and stays there.
  const [fromServer] = useState(!layout);
  const waiting = !fromServer && (later === undefined || !formatted);
  const [measured, setMeasured] = useState<MeasuredRows>();
  if (measured && length === 0) setMeasured(undefined);
  const [firstAt, setFirstAt] = useState<number>();
  const { cwd: directory, updatedAt } = model.session;
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(() => new Map());
  const context = useMemo((): RowContext => ({
    messages, format, directory, query, later,
    select: (id) => store.select(id),
    highlight: (id) => store.highlight(id),
    toggle: (id, open) => setToggled((before) => new Map(before).set(id, open)),
  }), [messages, format, directory, query, later, store]);

  const currentRow = currentIndex < 0 ? -1 : feed.rowAt(currentIndex);
  const place = rows.placeOf(currentRow);
  const nowPlace = rows.placeOf(feed.rowsUntil(currentIndex));
  const highlightedRow = highlightedId === undefined ? -1 : feed.rowOf(highlightedId);
  const current = model.events[currentIndex];
  const timeOf = (at: number): string => format.time(timeMap.toVirtual(at));

  const draw = (index: number): ReactElement => {
    const at = rows.at(index);
    const row = feed.rows[at];
    if (!row) return <div key={index} />;
    const { agentId, step, event: { id, kind, record } } = row;
    return (
      <EventRow
        key={id} row={row} context={context} position={index + 1} size={live ? -1 : length} last={index === length - 1} time={timeOf(record.at)}
        current={at === currentRow} tabbable={index === Math.max(0, place)} highlighted={at === highlightedRow} open={toggled.get(id)}
        agent={kind === 'subagent' || agentId === undefined ? undefined : (model.subagents.find((agent) => agent.id === agentId)?.type ?? messages.subagent)}
        agentBegins={agentId !== feed.rows[rows.at(index - 1)]?.agentId} agentEvents={feed.eventsOfAgent(step?.startedAgentId ?? (kind === 'subagent' ? record.agent : undefined))}
        now={step?.status === 'running' ? updatedAt : 0} nowLine={index === nowPlace && current ? timeOf(current.record.at) : undefined}
      />
    );
  };

  const touched = (): void => { byHand.current = true; };
  return (
    <div ref={frame} className={classes('ph-events', className)} style={style} data-part="events" data-status={status} data-follow={follow} data-live={live || undefined} data-empty={length === 0 || undefined}>
      {length === 0 || waiting ? (later && status !== 'loading' && length === 0 ? <later.EventsState state={state} onRetry={onRetry} /> : <div className="ph-skelrows" role="status" aria-label={messages.loading}>{SHAPES.map((inlineSize) => <i key={inlineSize} className="ph-skel" style={{ inlineSize }} />)}</div>) : (
        <>
          <ChapterBar model={model} timeMap={timeMap} at={firstAt ?? current?.record.at ?? 0} live={live} />
          <div
            className="ph-feed" role="feed" tabIndex={-1} data-keeps-focus="" aria-label={messages.label} aria-busy={status === 'loading'}
            onFocus={() => { inside.current = true; }} onBlur={({ currentTarget, relatedTarget }) => { inside.current = currentTarget.contains(relatedTarget); }}
            onWheel={touched} onTouchMove={touched} onPointerDown={({ target }) => { if (target === scroller.current) touched(); }}
          >
            <div ref={scroller} className="ph-feed__rows">
              {!measured && <FirstRows length={length} place={place} most={later === null ? ROWS_ALONE : undefined} draw={draw} />}
              {later && (
                <later.LongList
                  state={state} lists={lists} place={place} measured={measured} onMeasured={layout ? setMeasured : undefined}
                  frame={frame} scroller={scroller} byHandRef={byHand} insideRef={inside} draw={draw} onFirst={setFirstAt}
                />
              )}
            </div>
          </div>
        </>
      )}
      {later && <later.EventsBars state={state} rows={length > 0} />}
    </div>
  );
});

'use client';
import { memo, type NamedExoticComponent, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { classes } from '../elements/define-part.ts';
import { useSettings } from '../settings/SettingsContext.tsx';
import { cardOf, kindOf, lookOf } from './card-registry.ts';
import type { CardContext } from './event-card.ts';
import { rendererOf } from './event-renderer.ts';
import type { FeedRow } from './feed.ts';
import { ProseBody } from './ProseBody.tsx';
import { lineOf, spokenLine, spokenTitle } from './row-line.ts';
import { RowHead } from './RowHead.tsx';
import type { Later } from './LaterProvider.ts';

/** What all rows share. */
export interface RowContext extends Pick<CardContext, 'messages' | 'format' | 'directory'> {
  readonly query: string;
  readonly later: Later | null | undefined;
  select(eventId: string): void;
  toggle(eventId: string, open: boolean): void;
  highlight(eventId: string | undefined): void;
}

/** Props of {@link EventRow}. */
export interface EventRowProps {
  readonly row: FeedRow;
  readonly context: RowContext;
  /** From 1. */
  readonly position: number;
  /** How many rows there are; -1 while the session goes on. */
  readonly size: number;
  readonly last: boolean;
  /** Since the session began, as it is written. */
  readonly time: string;
  /** Whether the playhead stands on it. */
  readonly current: boolean;
  /** Whether Tab leads to it. */
  readonly tabbable: boolean;
  readonly highlighted: boolean;
  /** Whether the body shows; undefined: where the row is the current one, or runs. */
  readonly open: boolean | undefined;
  /** The subagent that did it, and whether its rows begin here. */
  readonly agent?: string | undefined;
  readonly agentBegins: boolean;
  /** How many events the subagent of the row made. */
  readonly agentEvents: number;
  /** When the last known event happened, for a row that runs; else 0. */
  readonly now: number;
  /** The time on the line of the playhead, when that follows the row. */
  readonly nowLine?: string | undefined;
}

/** One row of the event list. Renders an `<article>`, and after it the line of the playhead. */
export const EventRow: NamedExoticComponent<EventRowProps> = memo(function EventRow({ row, context: shared, position, size, last, time, current, tabbable, highlighted, open: wanted, agent, agentBegins, agentEvents, now, nowLine }: EventRowProps): ReactElement {
  const { renderers } = useSettings();
  const { event, step, details } = row;
  const { messages, query, later } = shared;
  const context: CardContext = { ...shared, now, agentEvents };
  const own = rendererOf(renderers, [event, ...details].map(({ record }) => record.type), step, kindOf(row));
  const card = cardOf(row);
  const { kind, icon } = lookOf(row);
  const line = lineOf(card, row, context);
  const hasBody = Boolean(own ?? (card.body && (card.hasBody?.(row) ?? true)));
  const open = hasBody && (wanted ?? (current || step?.status === 'running'));
  const prose = card.prose === true && !own;
  const tabIndex = tabbable ? 0 : -1;
  return (
    <>
      <article
        className={classes(`ph-ev ph-k-${kind}`, event.record.type === 'prompt' && 'ph-ev--prompt', event.record.type === 'assistant_thinking' && 'ph-ev--thinking', last && 'ph-ev--last')}
        data-event={event.id} data-kind={kind} data-status={step?.status} data-open={open || undefined} data-agent={agent !== undefined || undefined} data-highlight={highlighted || undefined}
        aria-current={current || undefined} aria-setsize={size} aria-posinset={position} tabIndex={tabIndex}
        aria-label={[time, agent, prose ? event.title : spokenLine(line)].filter(Boolean).join(', ')}
        onClick={(click) => { if (!later || later.meansRow(click)) shared.select(event.id); }}
        onMouseEnter={() => shared.highlight(event.id)} onMouseLeave={() => shared.highlight(undefined)}
      >
        <div className="ph-ev__t">{time}</div>
        <div className="ph-ev__r"><Icon name={icon} {...(icon === 'spin' && { className: 'ph-spin' })} /></div>
        <div className="ph-ev__c">
          {prose ? <ProseBody row={row} messages={messages} query={query} /> : (
            <RowHead
              line={line} query={query} current={current} agent={agentBegins ? agent : undefined}
              disclosure={hasBody && <button type="button" className="ph-ev__d" aria-expanded={open} aria-label={messages[open ? 'collapse' : 'expand'](spokenTitle(line))} tabIndex={tabIndex} onClick={() => shared.toggle(event.id, !open)} />}
            />
          )}
          {later && <later.RowReview row={row} />}
          {open && <div className="ph-ev__b">{later ? <later.RowBody row={row} own={own} name={card.body} context={context} query={query} /> : later === undefined && <div className="ph-well ph-well--wait" />}</div>}
        </div>
      </article>
      {nowLine !== undefined && <div className="ph-now" aria-hidden="true"><span>{nowLine}</span></div>}
    </>
  );
});

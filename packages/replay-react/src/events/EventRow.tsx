'use client';
import { createElement, memo, useMemo, type MouseEvent, type NamedExoticComponent, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { classes } from '../elements/define-part.ts';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { useSettings } from '../settings/SettingsContext.tsx';
import { cardOf, kindOf, lookOf } from './card-registry.ts';
import type { CardBodies, CardContext } from './event-card.ts';
import { rendererOf } from './event-renderer.ts';
import type { FeedRow } from './feed.ts';
import { ProseBody } from './ProseBody.tsx';
import { RowBoundary } from './RowBoundary.tsx';
import { RowHead, spokenLine } from './RowHead.tsx';

/** What rows do. Stays the same object. */
export interface RowActions {
  select(eventId: string): void;
  toggle(eventId: string, open: boolean): void;
  highlight(eventId: string | undefined): void;
}

/** Props of {@link EventRow}. */
export interface EventRowProps {
  readonly row: FeedRow;
  readonly context: Pick<CardContext, 'messages' | 'format' | 'directory'>;
  /** Absent until they are loaded. */
  readonly bodies: CardBodies | undefined;
  readonly actions: RowActions;
  /** From 1. */
  readonly position: number;
  /** How many rows there are; -1 while the session goes on. */
  readonly size: number;
  readonly last: boolean;
  /** Virtual milliseconds. */
  readonly time: number;
  /** Whether the playhead stands on it. */
  readonly current: boolean;
  /** Whether Tab leads to it. */
  readonly tabbable: boolean;
  readonly highlighted: boolean;
  /** Whether the body shows; undefined: where the row is the current one, or runs. */
  readonly open: boolean | undefined;
  readonly query: string;
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
export const EventRow: NamedExoticComponent<EventRowProps> = memo(function EventRow(props: EventRowProps): ReactElement {
  const { row, bodies, actions, position, size, last, time, current, tabbable, highlighted, query, agent, agentBegins, agentEvents, now, nowLine } = props;
  const { setTab } = useReplayViewActions();
  const context = useMemo((): CardContext => ({ ...props.context, now, agentEvents }), [props.context, now, agentEvents]);
  const { event, step } = row;
  const card = cardOf(row);
  const { kind, icon } = lookOf(row);
  const Own = useHostRenderer(row);
  const line = useMemo(() => card.line(row, context), [card, row, context]);
  const hasBody = Own !== undefined || (card.body !== undefined && (card.hasBody?.(row) ?? true));
  const open = hasBody && (props.open ?? (current || step?.status === 'running'));
  const Body = card.body && bodies?.[card.body];
  const prose = card.prose === true && Own === undefined;
  const more = (tab: Parameters<typeof setTab>[0]): void => {
    actions.select(event.id);
    setTab(tab);
  };
  const { messages, format } = context;
  return (
    <>
      <article
        className={classes('ph-ev', `ph-k-${kind}`, event.record.type === 'prompt' && 'ph-ev--prompt', event.record.type === 'assistant_thinking' && 'ph-ev--thinking', position === 1 && 'ph-ev--first', last && 'ph-ev--last')}
        data-event={event.id} data-kind={kind} data-status={step?.status} data-open={open || undefined} data-agent={agent !== undefined || undefined} data-highlight={highlighted || undefined}
        aria-current={current || undefined} aria-setsize={size} aria-posinset={position} tabIndex={tabbable ? 0 : -1}
        aria-label={[format.time(time), agent, prose ? event.title : spokenLine(line)].filter(Boolean).join(', ')}
        onClick={(click) => { if (meansRow(click)) actions.select(event.id); }}
        onMouseEnter={() => actions.highlight(event.id)} onMouseLeave={() => actions.highlight(undefined)}
      >
        <div className="ph-ev__t">{format.time(time)}</div>
        <div className="ph-ev__r"><Icon name={icon} {...(icon === 'spin' && { className: 'ph-spin' })} /></div>
        <div className="ph-ev__c">
          <RowBoundary subject={row} fallback={<div className="ph-ev__h ph-muted">{messages.broken}</div>}>
            {prose ? <ProseBody row={row} context={context} query={query} /> : (
              <RowHead
                line={line} query={query} current={current} agent={agentBegins ? agent : undefined}
                disclosure={hasBody ? { open, label: open ? messages.collapse(spokenName(line)) : messages.expand(spokenName(line)), tabIndex: tabbable ? 0 : -1, onToggle: () => actions.toggle(event.id, !open) } : undefined}
              />
            )}
            {open && (
              <div className="ph-ev__b">
                {Own ? createElement(Own, { event, open, ...(step && { step }) }) : Body ? createElement(Body, { row, context, query, onMore: more }) : !bodies && <div className="ph-well ph-well--wait" />}
              </div>
            )}
          </RowBoundary>
        </div>
      </article>
      {nowLine !== undefined && <div className="ph-now" aria-hidden="true"><span>{nowLine}</span></div>}
    </>
  );
});

function useHostRenderer(row: FeedRow): ReturnType<typeof rendererOf> {
  const { renderers } = useSettings();
  return useMemo(() => rendererOf(renderers, [row.event, ...row.details].map(({ record }) => record.type), row.step, kindOf(row)), [renderers, row]);
}

function spokenName({ name, tool, argument = '' }: Parameters<typeof spokenLine>[0]): string {
  return spokenLine({ name, tool, argument: argument.slice(0, 60), meta: [] });
}

/** Whether a click is for the row: not for something in it, and not the end of selecting text. */
function meansRow({ target, currentTarget }: MouseEvent<HTMLElement>): boolean {
  if (target instanceof Element && target.closest('button, a, input, summary')) return false;
  const selection = currentTarget.ownerDocument.getSelection();
  return !selection || selection.isCollapsed || !currentTarget.contains(selection.anchorNode);
}

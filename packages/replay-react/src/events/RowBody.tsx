'use client';
import { createElement, useMemo, type ComponentType, type ReactElement } from 'react';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import type { InspectorTab } from '../view/replay-view.ts';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { cardBodies } from './cards/card-bodies.ts';
import type { CardBodyName, CardContext } from './event-card.ts';
import type { EventRendererProps } from './event-renderer.ts';
import { DisagreementBody } from './DisagreementBody.tsx';
import { eventsMessages } from './events-messages.ts';
import type { FeedRow } from './feed.ts';
import { RowBoundary } from './RowBoundary.tsx';

/** Props of {@link RowBody}. */
export interface RowBodyProps {
  readonly row: FeedRow;
  /** The host's renderer: draws instead of ours. */
  readonly own: ComponentType<EventRendererProps> | undefined;
  readonly name: CardBodyName | undefined;
  readonly context: CardContext;
  readonly query: string;
}

/** What an open row shows. When it cannot be drawn that costs this row only. */
export function RowBody({ row, own, name, context, query }: RowBodyProps): ReactElement {
  const store = useReplayStore();
  const { setTab } = useReplayViewActions();
  const messages = useWords('events', eventsMessages);
  const withWords = useMemo(() => ({ ...context, messages }), [context, messages]);
  const { event, step } = row;
  const more = (tab: InspectorTab): void => {
    store.select(event.id);
    setTab(tab);
  };
  return (
    <RowBoundary subject={row} fallback={<div className="ph-muted">{messages.broken}</div>}>
      {step?.disagreement && <DisagreementBody disagreement={step.disagreement} messages={messages} query={query} />}
      {own ? createElement(own, { event, open: true, ...(step && { step }) }) : name && createElement(cardBodies[name], { row, context: withWords, query, onMore: more })}
    </RowBoundary>
  );
}

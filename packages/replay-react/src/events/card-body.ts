import type { ComponentType } from 'react';
import type { InspectorTab } from '../view/replay-view.ts';
import type { CardBodyName, CardContext } from './event-card.ts';
import type { EventsMessages } from './events-messages.ts';
import type { FeedRow } from './feed.ts';

/** What the body of a card needs to know: as its line does, with the words of bodies. */
export interface BodyContext extends CardContext {
  readonly messages: EventsMessages;
}

/** Props of the body of a card. */
export interface CardBodyProps {
  readonly row: FeedRow;
  readonly context: BodyContext;
  readonly query: string;
  /** Shows the rest in the inspector. */
  readonly onMore: (tab: InspectorTab) => void;
}

/** The bodies of cards, by name. */
export type CardBodies = Readonly<Record<CardBodyName, ComponentType<CardBodyProps>>>;

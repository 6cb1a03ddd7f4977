import type { ComponentType } from 'react';
import type { ReplayEvent, Step } from '@playhead/replay-core';
import type { IconName } from '../elements/icon-paths.ts';
import type { Formatters } from '../locale/formatters.ts';
import type { InspectorTab } from '../view/replay-view.ts';
import type { EventsMessages } from './events-messages.ts';
import type { FeedRow } from './feed.ts';

/** What a card needs to know besides its row. */
export interface CardContext {
  readonly messages: EventsMessages;
  readonly format: Formatters;
  /** Paths inside it are shown without it. */
  readonly directory?: string | undefined;
  /** When the last event happened that is known: microseconds since the Unix epoch. */
  readonly now: number;
  /** How many events the subagent of the row made. */
  readonly agentEvents: number;
}

/** A short word or number at the end of a row. */
export interface MetaItem {
  readonly text: string;
  readonly look?: 'bad' | 'ok' | 'stop' | 'warn' | 'plus' | 'minus' | 'mono' | 'running' | 'withheld';
}

/** What a row says on its line. All of it is recorded, so none of it is trusted. */
export interface RowLine {
  readonly name: string;
  /** The tool of a server: stands behind the name. */
  readonly tool?: string | undefined;
  readonly argument?: string;
  /** Stands behind the argument, muted. */
  readonly note?: string | undefined;
  readonly meta: readonly MetaItem[];
}

/** Props of the body of a card. */
export interface CardBodyProps {
  readonly row: FeedRow;
  readonly context: CardContext;
  readonly query: string;
  /** Shows the rest in the inspector. */
  readonly onMore: (tab: InspectorTab) => void;
}

/** Names of the bodies that cards have. */
export type CardBodyName = 'checkpoint' | 'command' | 'denial' | 'edit' | 'failure' | 'generic' | 'mcp' | 'read' | 'search' | 'skill' | 'subagent' | 'task' | 'test';

/** The bodies of cards, by name; none where they could not be loaded. */
export type CardBodies = Readonly<Partial<Record<CardBodyName, ComponentType<CardBodyProps>>>>;

/** What decides the look of a row. */
export interface RowSubject {
  readonly step?: Step;
  readonly event: Pick<ReplayEvent, 'kind' | 'severity'>;
}

/** How rows of one family are drawn: a line, and for open rows a body. */
export interface EventCard {
  readonly icon: IconName | ((row: RowSubject) => IconName);
  readonly line: (row: FeedRow, context: CardContext) => RowLine;
  readonly body?: CardBodyName;
  /** Whether the body has something to say. Default: always, where there is one. */
  readonly hasBody?: (row: FeedRow) => boolean;
  /** Drawn as prose, without a line. */
  readonly prose?: true;
}

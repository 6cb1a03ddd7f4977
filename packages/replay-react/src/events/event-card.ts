import type { ReplayEvent, Step } from '@playhead/replay-core';
import type { IconName } from '../elements/icon-paths.ts';
import type { Formatters } from '../locale/formatters.ts';
import type { FeedRow } from './feed.ts';
import type { RowMessages } from './row-messages.ts';

/** What a card needs to know besides its row. */
export interface CardContext {
  readonly messages: RowMessages;
  readonly format: Formatters;
  /** Paths inside it are shown without it. */
  readonly directory?: string | undefined;
  /** When the last event happened that is known: microseconds since the Unix epoch. */
  readonly now: number;
  /** How many events the subagent of the row made. */
  readonly agentEvents: number;
}

/** A short word or number at the end of a row, and how it looks. Without a text there is nothing. */
export type MetaItem = readonly [text: string, look?: 'bad' | 'ok' | 'stop' | 'warn' | 'plus' | 'minus' | 'mono' | 'running' | undefined];

/** What a row says on its line. All of it is recorded, so none of it is trusted. */
export interface RowLine {
  readonly name: string;
  /** The tool of a server: stands behind the name. */
  readonly tool?: string | undefined;
  readonly argument: string;
  /** Stands behind the argument, muted. */
  readonly note?: string | undefined;
  readonly meta: readonly MetaItem[];
}

/** What a card says on the line otherwise than every row does. What is left out stays as it is. */
export interface CardLine extends Pick<RowLine, 'tool' | 'note'> {
  readonly name?: string | undefined;
  readonly argument?: string | undefined;
  /** Before everything else at the end of the line. */
  readonly first?: readonly MetaItem[] | undefined;
  /** In the place of how long it took. */
  readonly instead?: readonly MetaItem[] | undefined;
  /** In the place of how it ended, where something else says so. */
  readonly status?: MetaItem | undefined;
}

/** Names of the bodies that cards have. */
export type CardBodyName = 'checkpoint' | 'command' | 'denial' | 'edit' | 'failure' | 'generic' | 'mcp' | 'read' | 'search' | 'skill' | 'subagent' | 'task' | 'test';

/** What decides the look of a row. */
export interface RowSubject {
  readonly step?: Step;
  readonly event: Pick<ReplayEvent, 'kind' | 'severity'>;
}

/** How rows of one family are drawn: a line, and for open rows a body. */
export interface EventCard {
  readonly icon: IconName | ((row: RowSubject) => IconName);
  readonly line?: (row: FeedRow, context: CardContext) => CardLine | undefined;
  readonly body?: CardBodyName;
  /** Whether the body has something to say. Default: always, where there is one. */
  readonly hasBody?: (row: FeedRow) => boolean;
  /** Drawn as prose, without a line. */
  readonly prose?: true;
}

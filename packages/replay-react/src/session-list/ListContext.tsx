'use client';
import { createContext, useContext, type ComponentType, type Context, type MouseEvent } from 'react';
import type { Formatters } from '../locale/formatters.ts';
import type { ReplayLinkProps } from '../settings/replay-settings.ts';
import type { Calendar, DateWriter } from './calendar.ts';
import type { SessionListItem } from './session-list-item.ts';
import type { SessionListMessages } from './session-list-messages.ts';

/** What every piece of a list needs. */
export interface ListSettings {
  readonly messages: SessionListMessages;
  readonly format: Formatters;
  readonly calendar: Calendar | undefined;
  readonly write: DateWriter;
  readonly hrefOf: ((session: SessionListItem) => string) | undefined;
  readonly onOpen: ((session: SessionListItem, event: MouseEvent<HTMLElement>) => void) | undefined;
  /** Absent where nobody may pin. */
  readonly onPin: ((session: SessionListItem, pinned: boolean) => void) | undefined;
  readonly Link: ComponentType<ReplayLinkProps> | undefined;
}

/** The settings of the list above. */
export const ListContext: Context<ListSettings | undefined> = createContext<ListSettings | undefined>(undefined);

/**
 * The settings of the list above.
 *
 * @throws Error outside a list.
 */
export function useList(): ListSettings {
  const list = useContext(ListContext);
  if (!list) throw new Error('A piece of a session list is outside <SessionList>. Render <SessionList> instead.');
  return list;
}

'use client';
import { createElement, useMemo, type ReactElement } from 'react';
import { useWords } from '../settings/SettingsContext.tsx';
import type { CardBodyProps } from './card-body.ts';
import { cardBodies } from './cards/card-bodies.ts';
import type { CardBodyName, CardContext } from './event-card.ts';
import { eventsMessages } from './events-messages.ts';

/** Props of {@link CardBody}. */
export interface NamedBodyProps extends Omit<CardBodyProps, 'context'> {
  readonly name: CardBodyName;
  readonly context: CardContext;
}

/** The body of a card by its name, with the words that only bodies say. */
export function CardBody({ name, context, ...props }: NamedBodyProps): ReactElement {
  const messages = useWords('events', eventsMessages);
  const withWords = useMemo(() => ({ ...context, messages }), [context, messages]);
  return createElement(cardBodies[name], { ...props, context: withWords });
}

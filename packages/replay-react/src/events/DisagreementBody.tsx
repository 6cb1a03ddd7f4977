'use client';
import type { ReactElement } from 'react';
import type { BlobRef, JsonValue } from '@playhead/protocol';
import type { Disagreement } from '@playhead/replay-core';
import { isLarge } from '../elements/text-value.ts';
import { KeyValues } from './cards/KeyValues.tsx';
import { Well } from './cards/Preview.tsx';
import type { EventsMessages } from './events-messages.ts';

/** Props of {@link DisagreementBody}. */
export interface DisagreementBodyProps {
  readonly disagreement: Disagreement;
  readonly messages: EventsMessages;
  readonly query: string;
}

/** What both sides tell of a call, beside each other. Renders nothing where only one tells of it. */
export function DisagreementBody({ disagreement: { fields }, messages, query }: DisagreementBodyProps): ReactElement | null {
  const { told, disagreementFields, toldBy } = messages;
  if (fields.length === 0) return null;
  return (
    <Well>
      {fields.map(({ name, agent, boundary }) => (
        <KeyValues key={name} label={told(disagreementFields[name])} query={query} entries={[[toldBy.agent(disagreementFields[name]), textOf(agent)], [toldBy.boundary(disagreementFields[name]), textOf(boundary)]]} />
      ))}
    </Well>
  );
}

/** A value as text: of a large one its beginning. */
function textOf(value: JsonValue | BlobRef | undefined): string {
  if (typeof value === 'string') return value;
  if (isLarge(value)) return value.preview ?? '';
  return value === undefined ? '–' : JSON.stringify(value);
}

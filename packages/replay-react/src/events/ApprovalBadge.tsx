'use client';
import type { ReactElement } from 'react';
import type { StepPermission } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { eventsMessages } from './events-messages.ts';

/** Whether a row says it of its call: one that was denied or that nobody approved in time has a card of its own. */
export function isHeld({ state, approvalId }: StepPermission): boolean {
  return approvalId !== undefined && (state === 'waiting' || state === 'approved');
}

/** Says on a row that its call waits until somebody approves it, or who did. */
export function ApprovalBadge({ permission: { state, approver } }: { readonly permission: StepPermission }): ReactElement {
  const { waits, approved } = useWords('events', eventsMessages);
  const isWaiting = state === 'waiting';
  return <span className={`ph-badge ${isWaiting ? 'ph-badge--warn' : 'ph-badge--ok'}`} data-approval={state}><Icon name={isWaiting ? 'alert' : 'pass'} small />{isWaiting ? waits : approved(approver)}</span>;
}

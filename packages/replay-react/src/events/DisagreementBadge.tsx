'use client';
import type { ReactElement } from 'react';
import type { Disagreement } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { eventsMessages } from './events-messages.ts';

/** Says on a row that the agent's own recording and the one at the boundary do not tell the same of its call. */
export function DisagreementBadge({ disagreement: { missing } }: { readonly disagreement: Disagreement }): ReactElement {
  const { disagreements } = useWords('events', eventsMessages);
  return <span className="ph-badge ph-badge--bad" data-disagreement={missing ?? 'differs'}><Icon name="error" small />{disagreements[missing ?? 'none']}</span>;
}

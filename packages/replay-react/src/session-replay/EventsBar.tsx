'use client';
import type { ReactElement } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { Filters } from '../filters/Filters.tsx';
import { useReplayState } from '../replay/StoreContext.tsx';
import { Search } from '../search/Search.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

const active = ({ query, filter }: ReplayState): boolean => query !== '' || Boolean(filter.kinds ?? filter.statuses ?? filter.agents);

/** The bar over the events: the outline where it has no pane of its own, the search, the filter. */
export function EventsBar({ outlineId }: { readonly outlineId: string }): ReactElement {
  const words = useWords('sessionReplay', sessionReplayMessages);
  const { layer } = useReplayView();
  const { setLayer } = useReplayViewActions();
  return (
    <div className="ph-pane__bar" data-active={useReplayState(active) || undefined}>
      <button
        type="button" className="ph-btn ph-btn--icon ph-only-medium" data-opens="outline" aria-label={words.openOutline} title={words.openOutline} aria-expanded={layer === 'outline'} aria-controls={outlineId}
        onClick={() => setLayer(layer === 'outline' ? undefined : 'outline')}
      ><Icon name="list" /></button>
      <Search className="ph-grow" />
      <Filters />
    </div>
  );
}

'use client';
import { useContext, type ReactElement, type ReactNode } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { ReopenContext } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { filtersMessages } from '../filters/filters-messages.ts';
import { eventsMessages } from './events-messages.ts';
import { useClear } from './use-clear.ts';

/** Props of {@link EventsState}. */
export interface EventsStateProps {
  readonly state: Pick<ReplayState, 'status' | 'error' | 'live' | 'filter' | 'range' | 'shown' | 'timeMap'>;
  /** Loads the session again. Default: what the `ReplayRoot` does; without either there is no button. */
  readonly onRetry?: (() => void) | undefined;
}

/** Why the list is empty though nothing loads any more: it failed, nothing happened yet, or nothing is left by the filters. */
export function EventsState({ state: { status, error, live, filter, range, shown, timeMap }, onRetry }: EventsStateProps): ReactElement {
  const clear = useClear();
  const reopen = useContext(ReopenContext);
  const retry = onRetry ?? reopen;
  const words = useWords('events', eventsMessages);
  const filters = useWords('filters', filtersMessages);
  const format = useFormat();
  if (status === 'error') {
    const forbidden = error?.code === 'forbidden';
    return (
      <Message icon={forbidden ? 'lock' : 'alert'} title={forbidden ? words.forbiddenTitle : words.errorTitle} text={error?.message ?? ''} role="alert">
        {retry && error?.retryable && <button type="button" className="ph-btn ph-btn--line" onClick={retry}>{words.tryAgain}</button>}
      </Message>
    );
  }
  if (!shown.narrowed) return <Message icon="list" title={words.emptyTitle} text={live ? words.emptyLive : words.empty} />;
  const onlyKinds = filter.kinds && !filter.statuses && !filter.agents ? filter.kinds : [];
  const stretch = range && `${format.time(timeMap.toVirtual(range.from))} – ${format.time(timeMap.toVirtual(range.to))}`;
  return (
    <Message icon="filter" title={words.noMatchTitle} text={words.noMatch(stretch, onlyKinds.map((kind) => lowered(filters.kinds[kind])))}>
      <button type="button" className="ph-btn ph-btn--line" onClick={clear}>{words.clearFilter}</button>
    </Message>
  );
}

/** A plural in the middle of a sentence; abbreviations keep their capitals. */
function lowered(words: string): string {
  return /^[A-Z]{2}/.test(words) ? words : words.toLowerCase();
}

function Message({ icon, title, text, role, children }: { readonly icon: IconName; readonly title: string; readonly text: string; readonly role?: 'alert'; readonly children?: ReactNode }): ReactElement {
  return (
    <div className="ph-state" role={role}>
      <Icon name={icon} />
      <b>{title}</b>
      <p>{text}</p>
      {children && <div className="ph-row">{children}</div>}
    </div>
  );
}

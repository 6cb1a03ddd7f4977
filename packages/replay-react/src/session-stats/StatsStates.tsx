'use client';
import type { ReactElement } from 'react';
import { State } from '../elements/State.tsx';
import { sessionListMessages } from '../session-list/session-list-messages.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import type { SessionStatsMessages } from './session-stats-messages.ts';

/** Figures that are on their way. @param label - Says so. */
export function StatsSkeleton({ label }: { readonly label: string }): ReactElement {
  return (
    <div className="ph-sessions__skeleton" role="status" aria-label={label}>
      {['62%', '48%', '70%', '40%', '56%'].map((width) => <div key={width} className="ph-row"><i className="ph-skel" style={{ width: 64 }} /><i className="ph-skel" style={{ width }} /></div>)}
    </div>
  );
}

/** What happened, and what can be done about it. */
export function StatsError({ title, message, onRetry }: { readonly title: string; readonly message: string | undefined; readonly onRetry: (() => void) | undefined }): ReactElement {
  const words = useWords('sessionList', sessionListMessages);
  return (
    <div className="ph-sessions__state" role="alert">
      <State icon="error" title={title} actions={onRetry && <button type="button" className="ph-btn ph-btn--line" onClick={onRetry}>{words.retry}</button>}>{message}</State>
    </div>
  );
}

/** No session fits, or there is none. */
export function StatsEmpty({ words, onClear }: { readonly words: Pick<SessionStatsMessages, 'empty' | 'emptyHint' | 'noMatch' | 'noMatchHint'>; readonly onClear: (() => void) | undefined }): ReactElement {
  const { clearFilters } = useWords('sessionList', sessionListMessages);
  return (
    <div className="ph-sessions__state" role="status">
      {onClear
        ? <State icon="search" title={words.noMatch} actions={<button type="button" className="ph-btn ph-btn--line" onClick={onClear}>{clearFilters}</button>}>{words.noMatchHint}</State>
        : <State icon="play" title={words.empty}>{words.emptyHint}</State>}
    </div>
  );
}

/** Figures are there, but not the latest. */
export function StatsStale({ stale, message, onRetry }: { readonly stale: string; readonly message: string | undefined; readonly onRetry: (() => void) | undefined }): ReactElement {
  const words = useWords('sessionList', sessionListMessages);
  return (
    <div className="ph-sessions__notice ph-row" role="status">
      <span className="ph-warn">{stale}</span><span className="ph-grow">{message}</span>
      {onRetry && <button type="button" className="ph-btn ph-btn--s" onClick={onRetry}>{words.retry}</button>}
    </div>
  );
}

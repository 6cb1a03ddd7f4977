'use client';
import { useState, type ReactElement, type ReactNode } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { periodStart } from './filter-sessions.ts';
import { useList } from './ListContext.tsx';
import type { SessionFilters } from './session-list-item.ts';

const WIDTHS = ['62%', '48%', '70%', '40%', '56%', '44%'] as const;

/** Rows that are on their way. */
export function SessionSkeleton(): ReactElement {
  const { messages } = useList();
  return (
    <div className="ph-sessions__skeleton" role="status" aria-label={messages.loading}>
      {WIDTHS.map((width) => <div key={width} className="ph-row"><i className="ph-skel" style={{ width: 64 }} /><i className="ph-skel" style={{ width }} /></div>)}
    </div>
  );
}

/** No session was recorded yet: how to begin. */
export function SessionEmpty({ children }: { readonly children?: ReactNode }): ReactElement {
  const { messages } = useList();
  const [copied, setCopied] = useState(false);
  const copy = (): void => { void navigator.clipboard?.writeText(messages.emptyCommand).then(() => setCopied(true), () => undefined); };
  return (
    <div className="ph-state ph-sessions__state">
      <Icon name="play" />
      <b>{messages.empty}</b>
      {children ?? (
        <>
          <p>{messages.emptyHint}</p>
          <div className="ph-row"><code className="ph-sessions__command">{messages.emptyCommand}</code><button type="button" className="ph-btn ph-btn--line" onClick={copy}>{copied ? messages.copied : messages.copy}</button></div>
        </>
      )}
    </div>
  );
}

/** The sessions cannot be had. */
export function SessionError({ message, onRetry }: { readonly message: string | undefined; readonly onRetry: (() => void) | undefined }): ReactElement {
  const { messages } = useList();
  return (
    <div className="ph-state ph-sessions__state" role="alert">
      <Icon name="error" className="ph-bad" />
      <b>{messages.error}</b>
      {message !== undefined && <p>{message}</p>}
      {onRetry && <div className="ph-row"><button type="button" className="ph-btn ph-btn--line" onClick={onRetry}>{messages.retry}</button></div>}
    </div>
  );
}

/** The filters leave nothing: which they are, and the way out. */
export function SessionNoMatch({ filters, onClear }: { readonly filters: SessionFilters; readonly onClear: () => void }): ReactElement {
  const { messages, calendar, write } = useList();
  const { period } = filters;
  const words = period === undefined ? '' : calendar && period !== 'today' ? write.days(periodStart(period, calendar) / 1000, calendar.now) : messages.periods[period].toLowerCase();
  return (
    <div className="ph-state ph-sessions__state" role="status">
      <Icon name="search" />
      <b>{messages.noMatch}</b>
      <p><VisibleText text={messages.noMatchReason(filters, words)} /></p>
      <div className="ph-row"><button type="button" className="ph-btn ph-btn--line" onClick={onClear}>{messages.clearFilters}</button></div>
    </div>
  );
}

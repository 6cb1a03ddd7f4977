'use client';
import { useState, type ReactElement, type ReactNode } from 'react';
import { useList } from './ListContext.tsx';
import type { SessionListItem } from './session-list-item.ts';

/** Props of {@link SessionListFooter}. */
export interface SessionListFooterProps {
  readonly sessions: readonly SessionListItem[];
  readonly pageSize?: number | undefined;
  readonly total?: number | undefined;
  readonly hasMore?: boolean | undefined;
  readonly onMore?: (() => void) | undefined;
  readonly loading: boolean;
  /** Draws the rows that are shown. */
  readonly children: (shown: readonly SessionListItem[]) => ReactNode;
}

const PAGE = 50;
const MOST_AT_ONCE = 1000;

/** Shows the first rows, then more: those at hand, then those that the host brings. */
export function SessionListFooter({ sessions, pageSize = PAGE, total, hasMore = false, onMore, loading, children }: SessionListFooterProps): ReactElement {
  const { messages, format } = useList();
  const [limit, setLimit] = useState(pageSize);
  const shown = limit < sessions.length ? sessions.slice(0, limit) : sessions;
  const rest = Math.min(sessions.length - shown.length, MOST_AT_ONCE);
  const all = Math.max(total ?? 0, sessions.length);
  const more = hasMore && onMore !== undefined;
  return (
    <>
      {children(shown)}
      <div className="ph-sessions__foot">
        <span className="ph-grow" role="status">{messages.shown(format.number(shown.length), `${format.number(all)}${more && total === undefined ? '+' : ''}`)}</span>
        {rest > 0
          ? <button type="button" className="ph-btn ph-btn--line" onClick={() => setLimit(limit + rest)}>{messages.showMore(format.number(rest))}</button>
          : more && <button type="button" className="ph-btn ph-btn--line" disabled={loading} onClick={() => { setLimit(limit + MOST_AT_ONCE); onMore(); }}>{messages.loadMore}</button>}
      </div>
    </>
  );
}

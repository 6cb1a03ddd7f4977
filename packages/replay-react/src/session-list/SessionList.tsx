'use client';
import { useMemo, useRef, type ComponentType, type MouseEvent, type ReactNode } from 'react';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { joinRefs } from '../elements/join-refs.ts';
import { createFormatters } from '../locale/formatters.ts';
import { mergeWords } from '../messages/merge-words.ts';
import { SettingsContext, useSettings } from '../settings/SettingsContext.tsx';
import type { ReplayLinkProps, ReplaySettings } from '../settings/replay-settings.ts';
import { createCalendar, createDateWriter } from './calendar.ts';
import { filterSessions, indexSessions, isNarrowed } from './filter-sessions.ts';
import { ListContext, type ListSettings } from './ListContext.tsx';
import type { SessionFacetCounts, SessionFilters, SessionListItem, SessionSort } from './session-list-item.ts';
import { sessionListMessages, type SessionListMessages } from './session-list-messages.ts';
import { SessionEmpty, SessionError, SessionNoMatch, SessionSkeleton } from './session-list-states.tsx';
import { SessionListFigures } from './SessionListFigures.tsx';
import { SessionListFilters } from './SessionListFilters.tsx';
import { SessionListFooter } from './SessionListFooter.tsx';
import { SessionTable } from './SessionTable.tsx';
import { sortSessions } from './sort-sessions.ts';
import { useControlled } from './use-controlled.ts';
import { useNow } from './use-now.ts';

/** Props of {@link SessionList}. What has a `default…` beside it is held by the host when it is given, else by the list. */
export interface SessionListProps extends PartProps {
  /** Keep its identity between renders: another list is read anew. */
  readonly sessions: readonly SessionListItem[];
  /** Default `ready`. With sessions there, `loading` and `error` do not take them away. */
  readonly status?: 'loading' | 'ready' | 'error' | undefined;
  /** What happened and what to do, where `status` is `error`. */
  readonly error?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  /** How many sessions there are, where not all are here. */
  readonly total?: number | undefined;
  /** Whether `onMore` would bring further sessions. */
  readonly hasMore?: boolean | undefined;
  readonly onMore?: (() => void) | undefined;
  /** Rows shown before "Show more". Default 50. */
  readonly pageSize?: number | undefined;
  readonly filters?: SessionFilters | undefined;
  readonly defaultFilters?: SessionFilters | undefined;
  readonly onFiltersChange?: ((filters: SessionFilters) => void) | undefined;
  /** How many sessions there are of each kind, where not all are here. Default: counted of those that are. */
  readonly facets?: SessionFacetCounts | undefined;
  readonly sort?: SessionSort | undefined;
  /** Default: newest first. */
  readonly defaultSort?: SessionSort | undefined;
  readonly onSortChange?: ((sort: SessionSort) => void) | undefined;
  /** Ids of the ticked rows. */
  readonly selection?: ReadonlySet<string> | undefined;
  readonly defaultSelection?: ReadonlySet<string> | undefined;
  readonly onSelectionChange?: ((ids: ReadonlySet<string>) => void) | undefined;
  /** Gives rows a box to tick and the list a button that compares the two that are ticked. */
  readonly onCompare?: ((ids: readonly string[]) => void) | undefined;
  /** The address of a session, for its link. */
  readonly hrefOf?: ((session: SessionListItem) => string) | undefined;
  /** Hears that a session is opened by a plain click or Enter. Prevent the event's default to stay on the page. */
  readonly onOpen?: ((session: SessionListItem, event: MouseEvent<HTMLElement>) => void) | undefined;
  /** Gives rows a button that keeps a session from retention, or no longer. */
  readonly onPin?: ((session: SessionListItem, pinned: boolean) => void) | undefined;
  /** Between the title and the figures, such as saved views. */
  readonly views?: ReactNode;
  readonly components?: { readonly Link?: ComponentType<ReplayLinkProps> } | undefined;
  /** Beside the title. */
  readonly actions?: ReactNode;
  /** Says how to start, in the place of the command, where there is no session. */
  readonly firstRun?: ReactNode;
  /** Leaves the figures above the table out. */
  readonly hideFigures?: boolean | undefined;
  /** Milliseconds since the Unix epoch. Default: now, once the page runs. */
  readonly now?: number | undefined;
  /** IANA name. Default: that of the machine; give it where a server draws the list. */
  readonly timeZone?: string | undefined;
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  readonly density?: 'comfortable' | 'compact' | undefined;
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** Default: that of the replay around it, else `en`. */
  readonly locale?: string | undefined;
  readonly messages?: Partial<SessionListMessages> | undefined;
}

const NEWEST: SessionSort = { by: 'started', descending: true };
const NO_FILTERS: SessionFilters = {};
const NOTHING: ReadonlySet<string> = new Set();

/**
 * Sessions as a table with figures, search, filters and selection. Needs no `ReplayRoot`.
 *
 * @example
 * ```tsx
 * <SessionList sessions={sessions} hrefOf={({ sessionId }) => `/sessions/${sessionId}`} />
 * ```
 */
export const SessionList: Part<SessionListProps> = definePart('SessionList', (props, ref) => {
  const { sessions, status = 'ready', theme = 'auto', density, dir, locale, messages: own, className, style, timeZone } = props;
  const outer = useSettings();
  const settings = useMemo((): ReplaySettings => ({
    ...outer, messages: { ...outer.messages, sessionList: { ...outer.messages.sessionList, ...own } }, format: locale === undefined ? outer.format : createFormatters(locale),
  }), [outer, own, locale]);
  const messages = useMemo(() => mergeWords(sessionListMessages, settings.messages.sessionList), [settings]);
  const now = useNow(props.now);
  const calendar = useMemo(() => (now === undefined ? undefined : createCalendar(now, timeZone)), [now, timeZone]);
  // A server and the first paint know no time zone but one that is given.
  const zone = timeZone ?? (now === undefined ? 'UTC' : undefined);
  const write = useMemo(() => createDateWriter(settings.format.locale, zone), [settings.format, zone]);
  const [filters, setFilters] = useControlled(props.filters, props.defaultFilters ?? NO_FILTERS, props.onFiltersChange);
  const [sort, setSort] = useControlled(props.sort, props.defaultSort ?? NEWEST, props.onSortChange);
  const [selection, setSelection] = useControlled(props.selection, props.defaultSelection ?? NOTHING, props.onSelectionChange);
  const index = useMemo(() => indexSessions(sessions), [sessions]);
  const left = useMemo(() => filterSessions(index, filters, calendar), [index, filters, calendar]);
  const sorted = useMemo(() => sortSessions(left.sessions, sort), [left, sort]);
  const { onCompare, onSelectionChange, hrefOf, onOpen, onPin, components } = props;
  const selectable = onCompare !== undefined || onSelectionChange !== undefined || props.selection !== undefined;
  const list = useMemo((): ListSettings => ({ messages, format: settings.format, calendar, write, hrefOf, onOpen, onPin, Link: components?.Link ?? settings.Link }), [messages, settings, calendar, write, hrefOf, onOpen, onPin, components]);
  const root = useRef<HTMLElement | null>(null);
  const join = useMemo(() => joinRefs(root, ref), [ref]);
  const chosen = sessions.filter(({ sessionId }) => selection.has(sessionId)).map(({ sessionId }) => sessionId);
  const empty = sessions.length === 0 && !isNarrowed(filters);
  return (
    <section
      ref={join}
      data-ph="" data-part="session-list" data-status={status} data-narrowed={isNarrowed(filters)} data-theme={theme === 'auto' ? undefined : theme} data-density={density} dir={dir} aria-label={messages.label} aria-busy={status === 'loading'} className={classes('ph-sessions', className)} style={style}
    >
      <SettingsContext.Provider value={settings}>
        <ListContext.Provider value={list}>
          <div className="ph-sessions__top">
            <h1 className="ph-grow">{messages.label}</h1>
            {onCompare && <button type="button" className="ph-btn ph-btn--fill" disabled={chosen.length !== 2} onClick={() => onCompare(chosen)}>{messages.compare(chosen.length)}</button>}
            {props.actions}
          </div>
          {empty
            ? status === 'loading' ? <SessionSkeleton /> : status === 'error' ? <SessionError message={props.error} onRetry={props.onRetry} /> : <SessionEmpty>{props.firstRun}</SessionEmpty>
            : (
              <>
                {props.views}
                {!props.hideFigures && <SessionListFigures sessions={left.ofAnyOutcome} period={filters.period} inAll={props.facets?.ofAnyOutcome} />}
                <SessionListFilters root={root} filters={filters} setFilters={setFilters} left={left} known={props.facets} />
                {status === 'error' && (
                  <div className="ph-sessions__notice ph-row" role="status">
                    <span className="ph-warn">{messages.stale}</span><span className="ph-grow">{props.error}</span>
                    {props.onRetry && <button type="button" className="ph-btn ph-btn--s" onClick={props.onRetry}>{messages.retry}</button>}
                  </div>
                )}
                {sorted.length === 0 && status === 'loading' ? <SessionSkeleton /> : sorted.length === 0 ? <SessionNoMatch filters={filters} onClear={() => setFilters(NO_FILTERS)} /> : (
                  <SessionListFooter sessions={sorted} pageSize={props.pageSize} total={props.facets?.sessions ?? (isNarrowed(filters) ? undefined : props.total)} hasMore={props.hasMore} onMore={props.onMore} loading={status === 'loading'}>
                    {(shown) => <SessionTable sessions={shown} all={sessions} sort={sort} onSort={setSort} selection={selectable ? selection : undefined} onSelection={setSelection} />}
                  </SessionListFooter>
                )}
              </>
            )}
        </ListContext.Provider>
      </SettingsContext.Provider>
    </section>
  );
});

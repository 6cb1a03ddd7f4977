'use client';
import { useEffect, useRef, type ReactElement, type RefObject } from 'react';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { calendarIcon, pinIcon } from '../elements/part-icons.ts';
import { Choice } from './Choice.tsx';
import { periodStart, type FilteredSessions } from './filter-sessions.ts';
import { withEvery } from './session-facets.ts';
import { useList } from './ListContext.tsx';
import type { SessionFacetCounts, SessionFacetName, SessionFacetValue, SessionFilters, SessionOutcomeFilter, SessionPeriod } from './session-list-item.ts';

/** Props of {@link SessionListFilters}. */
export interface SessionListFiltersProps {
  readonly root: RefObject<HTMLElement | null>;
  readonly filters: SessionFilters;
  readonly setFilters: (filters: SessionFilters) => void;
  /** What the filters left of the sessions at hand. */
  readonly left: FilteredSessions;
  /** The same of all there are, where not all are at hand. */
  readonly known: SessionFacetCounts | undefined;
}

const OUTCOMES: readonly SessionOutcomeFilter[] = ['success', 'failed', 'interrupted', 'max_iterations_reached'];
const PERIODS: readonly SessionPeriod[] = ['today', '7d', '30d'];
/** Menus of values, in their order, and from how many values on there is something to choose. */
const MENUS: readonly (readonly [name: SessionFacetName, icon: IconName, label: 'project' | 'agent' | 'harness' | 'task' | 'tag', any: 'anyProject' | 'anyAgent' | 'anyHarness' | 'anyTask' | 'anyTag', from: number])[] = [
  ['project', 'folder', 'project', 'anyProject', 2], ['agent', 'assistant', 'agent', 'anyAgent', 2], ['harness', 'tool', 'harness', 'anyHarness', 2], ['task', 'task', 'task', 'anyTask', 1], ['tag', 'filter', 'tag', 'anyTag', 1],
];

/** Search, outcomes, and menus of what sessions have, each with how many there are. */
export function SessionListFilters({ root, filters, setFilters, left, known }: SessionListFiltersProps): ReactElement {
  const { messages, format, calendar, write } = useList();
  const input = useRef<HTMLInputElement>(null);
  useSlashKey(root, input);
  const countOf = (outcome: SessionOutcomeFilter): number => (known ? known.outcomes[outcome] ?? 0 : left.counts[outcome]);
  const toReview = known?.toReview ?? left.toReview;
  const withTerminal = known?.withTerminal ?? left.withTerminal;
  const pinned = known?.pinned ?? left.pinned;
  const disagreeing = known?.disagreeing ?? left.disagreeing;
  const set = (change: SessionFilters): void => setFilters(Object.fromEntries(Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined && value !== '')));
  const outcomes: readonly SessionOutcomeFilter[] = countOf('live') > 0 || filters.outcome === 'live' ? ['live', ...OUTCOMES] : OUTCOMES;
  const dates = (period: SessionPeriod): string => (calendar && period !== 'today' ? write.days(periodStart(period, calendar) / 1000, calendar.now) : messages.periods[period]);
  return (
    <div className="ph-sessions__filters" role="search">
      <label className="ph-field">
        <Icon name="search" small />
        <input
          ref={input} type="search" placeholder={messages.search} aria-label={messages.search} value={filters.search ?? ''} maxLength={500} onChange={(event) => set({ search: event.target.value })}
          onKeyDown={(event) => { if (event.key === 'Escape') { if (filters.search) set({ search: '' }); else event.currentTarget.blur(); } }}
        />
        <kbd className="ph-kbd" aria-hidden="true">/</kbd>
      </label>
      <div className="ph-sessions__outcomes">
        <div className="ph-seg" role="group" aria-label={messages.outcome}>
          <button type="button" aria-pressed={filters.outcome === undefined} onClick={() => set({ outcome: undefined })}>{messages.anyOutcome}<span className="ph-count">{format.number(known?.ofAnyOutcome ?? left.ofAnyOutcome.length)}</span></button>
          {outcomes.map((outcome) => (
            <button key={outcome} type="button" aria-pressed={filters.outcome === outcome} onClick={() => set({ outcome: filters.outcome === outcome ? undefined : outcome })}>
              {messages.outcomes[outcome]}<span className="ph-count">{format.number(countOf(outcome))}</span>
            </button>
          ))}
        </div>
      </div>
      <span className="ph-grow" />
      {toReview !== undefined || filters.review !== undefined
        ? <button type="button" className="ph-btn ph-btn--line" aria-pressed={filters.review === 'open'} onClick={() => set({ review: filters.review === 'open' ? undefined : 'open' })}><Icon name="flag" small />{messages.needsReview}<span className="ph-count">{format.number(toReview ?? 0)}</span></button>
        : null}
      {disagreeing > 0 || filters.agreement !== undefined
        ? <button type="button" className="ph-btn ph-btn--line" aria-pressed={filters.agreement === 'disagree'} onClick={() => set({ agreement: filters.agreement === 'disagree' ? undefined : 'disagree' })}><Icon name="alert" small />{messages.disagree}<span className="ph-count">{format.number(disagreeing)}</span></button>
        : null}
      {withTerminal > 0 || filters.terminal !== undefined
        ? <button type="button" className="ph-btn ph-btn--line" aria-pressed={filters.terminal === 'only'} onClick={() => set({ terminal: filters.terminal === 'only' ? undefined : 'only' })}><Icon name="command" small />{messages.terminal}<span className="ph-count">{format.number(withTerminal)}</span></button>
        : null}
      {pinned > 0 || filters.pinned !== undefined
        ? <button type="button" className="ph-btn ph-btn--line" aria-pressed={filters.pinned === 'only'} onClick={() => set({ pinned: filters.pinned === 'only' ? undefined : 'only' })}><Icon name={pinIcon} small />{messages.pinned}<span className="ph-count">{format.number(pinned)}</span></button>
        : null}
      <Choice icon={calendarIcon} label={messages.period} any={messages.anyPeriod} value={filters.period} onChange={(period) => set({ period: PERIODS.find((known) => known === period) })} choices={PERIODS.map((period) => [period, messages.periods[period]])} shown={filters.period && dates(filters.period)} />
      {MENUS.map(([name, icon, label, any, from]) => {
        const values = withEvery(known?.[name] ?? left.facets[name], left.facets[name]);
        return values.length >= from || filters[name] !== undefined
          ? <Choice key={name} icon={icon} label={messages[label]} any={messages[any]} value={filters[name]} onChange={(value) => set({ [name]: value })} choices={values.map(choiceOf)} countOf={(count) => messages.counted(format.number(count))} />
          : null;
      })}
    </div>
  );
}

function choiceOf({ value, title = value, count }: SessionFacetValue): readonly [string, string, number] {
  return [value, title, count];
}

/** `/` goes to the search, from the page or from the list, but not out of another field. */
function useSlashKey(root: RefObject<HTMLElement | null>, input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.key !== '/' || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element)) return;
      if (target !== document.body && !root.current?.contains(target)) return;
      if (target.closest('input, textarea, select, [contenteditable]')) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [root, input]);
}

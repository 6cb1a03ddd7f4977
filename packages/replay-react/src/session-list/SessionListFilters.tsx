'use client';
import { useEffect, useMemo, useRef, type ReactElement, type RefObject } from 'react';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { calendarIcon } from '../elements/part-icons.ts';
import { periodStart, type SessionIndex } from './filter-sessions.ts';
import { useList } from './ListContext.tsx';
import { agentOf, projectOf, tagsOf, type SessionFilters, type SessionListItem, type SessionOutcomeFilter, type SessionPeriod } from './session-list-item.ts';

/** Props of {@link SessionListFilters}. */
export interface SessionListFiltersProps {
  readonly root: RefObject<HTMLElement | null>;
  readonly index: SessionIndex;
  readonly filters: SessionFilters;
  readonly setFilters: (filters: SessionFilters) => void;
  readonly counts: Readonly<Record<SessionOutcomeFilter, number>>;
  readonly all: number;
  /** How many have something to review; absent where it is known of none. */
  readonly toReview: number | undefined;
}

const OUTCOMES: readonly SessionOutcomeFilter[] = ['success', 'failed', 'interrupted', 'max_iterations_reached'];
const PERIODS: readonly SessionPeriod[] = ['today', '7d', '30d'];
const MOST_CHOICES = 200;

/** Search, outcomes with their counts, and three menus. */
export function SessionListFilters({ root, index, filters, setFilters, counts, all, toReview }: SessionListFiltersProps): ReactElement {
  const { messages, format, calendar, write } = useList();
  const input = useRef<HTMLInputElement>(null);
  useSlashKey(root, input);
  const projects = useMemo(() => choicesOf(index, projectOf), [index]);
  const agents = useMemo(() => choicesOf(index, agentOf), [index]);
  const tags = useMemo(() => choicesOf(index, tagsOf), [index]);
  const set = (change: SessionFilters): void => setFilters(Object.fromEntries(Object.entries({ ...filters, ...change }).filter(([, value]) => value !== undefined && value !== '')));
  const outcomes: readonly SessionOutcomeFilter[] = counts.live > 0 || filters.outcome === 'live' ? ['live', ...OUTCOMES] : OUTCOMES;
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
          <button type="button" aria-pressed={filters.outcome === undefined} onClick={() => set({ outcome: undefined })}>{messages.anyOutcome}<span className="ph-count">{format.number(all)}</span></button>
          {outcomes.map((outcome) => (
            <button key={outcome} type="button" aria-pressed={filters.outcome === outcome} onClick={() => set({ outcome: filters.outcome === outcome ? undefined : outcome })}>
              {messages.outcomes[outcome]}<span className="ph-count">{format.number(counts[outcome])}</span>
            </button>
          ))}
        </div>
      </div>
      <span className="ph-grow" />
      {toReview !== undefined || filters.review !== undefined
        ? <button type="button" className="ph-btn ph-btn--line" aria-pressed={filters.review === 'open'} onClick={() => set({ review: filters.review === 'open' ? undefined : 'open' })}><Icon name="flag" small />{messages.needsReview}<span className="ph-count">{format.number(toReview ?? 0)}</span></button>
        : null}
      <Choice icon={calendarIcon} label={messages.period} any={messages.anyPeriod} value={filters.period} onChange={(period) => set({ period: PERIODS.find((known) => known === period) })} choices={PERIODS.map((period) => [period, messages.periods[period]])} shown={filters.period && dates(filters.period)} />
      {projects.length > 1 || filters.project !== undefined ? <Choice icon="folder" label={messages.project} any={messages.anyProject} value={filters.project} onChange={(project) => set({ project })} choices={projects} /> : null}
      {agents.length > 1 || filters.agent !== undefined ? <Choice icon="assistant" label={messages.agent} any={messages.anyAgent} value={filters.agent} onChange={(agent) => set({ agent })} choices={agents} /> : null}
      {tags.length > 0 || filters.tag !== undefined ? <Choice icon="filter" label={messages.tag} any={messages.anyTag} value={filters.tag} onChange={(tag) => set({ tag })} choices={tags} /> : null}
    </div>
  );
}

interface ChoiceProps {
  readonly icon: IconName;
  readonly label: string;
  readonly any: string;
  readonly value: string | undefined;
  readonly choices: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string | undefined) => void;
  /** What the closed menu says, where that is not the label of the choice. */
  readonly shown?: string | undefined;
}

/** A menu of the platform, over a button of ours: it opens, scrolls and reads as people know it. */
function Choice({ icon, label, any, value, choices, onChange, shown }: ChoiceProps): ReactElement {
  const known = value === undefined || choices.some(([choice]) => choice === value) ? choices : [...choices, [value, value] as const];
  return (
    <span className="ph-btn ph-btn--line ph-choice" data-active={value !== undefined}>
      <Icon name={icon} small />
      <span className="ph-cut" aria-hidden="true">{shown ?? known.find(([choice]) => choice === value)?.[1] ?? any}</span>
      <Icon name="chev-d" small />
      <select aria-label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}>
        <option value="">{any}</option>
        {known.map(([choice, text]) => <option key={choice} value={choice}>{text.slice(0, 100)}</option>)}
      </select>
    </span>
  );
}

function choicesOf(index: SessionIndex, valueOf: (session: SessionListItem) => string | readonly string[] | undefined): readonly (readonly [string, string])[] {
  const values = new Set<string>();
  for (const { session } of index) {
    for (const value of [valueOf(session) ?? []].flat()) if (values.size < MOST_CHOICES) values.add(value);
  }
  return [...values].sort((a, b) => a.localeCompare(b)).map((value) => [value, value]);
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

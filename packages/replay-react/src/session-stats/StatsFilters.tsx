'use client';
import type { ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { calendarIcon, pinIcon } from '../elements/part-icons.ts';
import { Choice } from '../session-list/Choice.tsx';
import type { SessionFilters, SessionOutcomeFilter, SessionPeriod } from '../session-list/session-list-item.ts';
import { sessionListMessages } from '../session-list/session-list-messages.ts';
import { useWords } from '../settings/SettingsContext.tsx';

const OUTCOMES: readonly SessionOutcomeFilter[] = ['live', 'success', 'failed', 'interrupted', 'max_iterations_reached'];
const PERIODS: readonly SessionPeriod[] = ['today', '7d', '30d'];

/** What the menus of {@link SessionStats} offer. */
export interface SessionStatsChoices {
  readonly projects?: readonly string[] | undefined;
  readonly agents?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** Props of {@link StatsFilters}. */
export interface StatsFiltersProps {
  readonly filters: SessionFilters;
  readonly choices: SessionStatsChoices;
  readonly onFiltersChange: (filters: SessionFilters) => void;
}

/** The filters of the list of sessions, in its words. */
export function StatsFilters({ filters, choices, onFiltersChange }: StatsFiltersProps): ReactElement {
  const words = useWords('sessionList', sessionListMessages);
  const set = (change: SessionFilters): void => onFiltersChange(narrow({ ...filters, ...change }));
  const menu = (names: readonly string[] = []): readonly (readonly [string, string])[] => [...names].sort((a, b) => a.localeCompare(b)).map((name) => [name, name]);
  return (
    <div className="ph-sessions__filters" role="search">
      <label className="ph-field">
        <Icon name="search" small />
        <input type="search" placeholder={words.search} aria-label={words.search} value={filters.search ?? ''} maxLength={500} onChange={(event) => set({ search: event.target.value })} />
      </label>
      <Choice icon="check" label={words.outcome} any={words.anyOutcome} value={filters.outcome} onChange={(outcome) => set({ outcome: OUTCOMES.find((known) => known === outcome) })} choices={OUTCOMES.map((outcome) => [outcome, words.outcomes[outcome]])} />
      <Choice icon={calendarIcon} label={words.period} any={words.anyPeriod} value={filters.period} onChange={(period) => set({ period: PERIODS.find((known) => known === period) })} choices={PERIODS.map((period) => [period, words.periods[period]])} />
      <Choice icon="folder" label={words.project} any={words.anyProject} value={filters.project} onChange={(project) => set({ project })} choices={menu(choices.projects)} />
      <Choice icon="assistant" label={words.agent} any={words.anyAgent} value={filters.agent} onChange={(agent) => set({ agent })} choices={menu(choices.agents)} />
      {(choices.tags ?? []).length > 0 || filters.tag !== undefined ? <Choice icon="filter" label={words.tag} any={words.anyTag} value={filters.tag} onChange={(tag) => set({ tag })} choices={menu(choices.tags)} /> : null}
      {filters.harness !== undefined && <Choice icon="tool" label={words.harness} any={words.anyHarness} value={filters.harness} onChange={(harness) => set({ harness })} choices={[]} />}
      {filters.task !== undefined && <Choice icon="task" label={words.task} any={words.anyTask} value={filters.task} onChange={(task) => set({ task })} choices={[]} />}
      {filters.agreement !== undefined && <button type="button" className="ph-btn ph-btn--line" aria-pressed onClick={() => set({ agreement: undefined })}><Icon name="alert" small />{words.disagree}</button>}
      {filters.terminal !== undefined && <button type="button" className="ph-btn ph-btn--line" aria-pressed onClick={() => set({ terminal: undefined })}><Icon name="command" small />{words.terminal}</button>}
      {filters.pinned !== undefined && <button type="button" className="ph-btn ph-btn--line" aria-pressed onClick={() => set({ pinned: undefined })}><Icon name={pinIcon} small />{words.pinned}</button>}
      <button type="button" className="ph-btn ph-btn--line" aria-pressed={filters.review === 'open'} onClick={() => set({ review: filters.review === 'open' ? undefined : 'open' })}><Icon name="flag" small />{words.needsReview}</button>
    </div>
  );
}

function narrow(filters: SessionFilters): SessionFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined && value !== ''));
}

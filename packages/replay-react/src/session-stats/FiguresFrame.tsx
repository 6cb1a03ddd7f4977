'use client';
import type { ForwardedRef, ReactElement, ReactNode } from 'react';
import { classes, type PartProps } from '../elements/define-part.ts';
import { isNarrowed } from '../session-list/filter-sessions.ts';
import type { SessionFilters } from '../session-list/session-list-item.ts';
import type { ReplaySettings } from '../settings/replay-settings.ts';
import { SettingsContext } from '../settings/SettingsContext.tsx';
import { StatsFilters, type SessionStatsChoices } from './StatsFilters.tsx';
import { StatsError, StatsSkeleton, StatsStale } from './StatsStates.tsx';

/** What hosts say of every part that shows figures of many sessions. */
export interface FiguresShown extends PartProps {
  readonly status?: 'loading' | 'ready' | 'error' | undefined;
  readonly error?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  readonly filters?: SessionFilters | undefined;
  readonly onFiltersChange?: ((filters: SessionFilters) => void) | undefined;
  readonly actions?: ReactNode;
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  readonly density?: 'comfortable' | 'compact' | undefined;
  readonly dir?: 'ltr' | 'rtl' | undefined;
}

/** Props of {@link FiguresFrame}. */
export interface FiguresFrameProps {
  readonly rootRef: ForwardedRef<HTMLElement>;
  readonly part: 'session-stats' | 'session-catalog';
  /** What of it is shown, where it has kinds. */
  readonly kind?: string | undefined;
  readonly shown: FiguresShown;
  readonly choices: SessionStatsChoices;
  readonly settings: ReplaySettings;
  readonly words: Readonly<Record<'label' | 'loading' | 'error' | 'stale', string>>;
  /** Above the title. */
  readonly above?: ReactNode;
  readonly title: ReactElement;
  /** Below the filters. */
  readonly below?: ReactNode;
  /** The figures; null while there are none. */
  readonly children: ReactElement | null;
}

/** What stands around figures of many sessions: title, filters, and what is said while there are none, or no newer ones. */
export function FiguresFrame({ rootRef, part, kind, shown, choices, settings, words, above, title, below, children }: FiguresFrameProps): ReactElement {
  const { status = 'ready', error, onRetry, filters = {}, onFiltersChange, theme, density, dir, className, style } = shown;
  return (
    <section
      ref={rootRef}
      data-ph="" data-part={part} data-status={status} data-narrowed={isNarrowed(filters)} data-kind={kind} data-theme={theme === 'auto' ? undefined : theme} data-density={density} dir={dir}
      aria-label={words.label} aria-busy={status === 'loading'} className={classes('ph-sessions', className)} style={style}
    >
      <SettingsContext.Provider value={settings}>
        {above}
        <div className="ph-sessions__top">{title}{shown.actions}</div>
        {onFiltersChange && <StatsFilters filters={filters} choices={choices} onFiltersChange={onFiltersChange} />}
        {below}
        {children && status === 'error' && <StatsStale stale={words.stale} message={error} onRetry={onRetry} />}
        {children ?? (status === 'error' ? <StatsError title={words.error} message={error} onRetry={onRetry} /> : <StatsSkeleton label={words.loading} />)}
      </SettingsContext.Provider>
    </section>
  );
}

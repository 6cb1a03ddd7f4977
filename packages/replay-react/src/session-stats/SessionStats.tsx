'use client';
import type { ReactNode } from 'react';
import type { StatisticsDocument, StatisticsPeriod } from '@playhead/replay-core/metrics';
import { definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { mergeWords } from '../messages/merge-words.ts';
import { isNarrowed } from '../session-list/filter-sessions.ts';
import type { SessionFilters } from '../session-list/session-list-item.ts';
import { useLocaleSettings } from '../settings/use-locale-settings.ts';
import { sessionStatsMessages, type SessionStatsMessages } from './session-stats-messages.ts';
import { FiguresFrame } from './FiguresFrame.tsx';
import { StatsFigures } from './StatsFigures.tsx';
import type { SessionStatsChoices } from './StatsFilters.tsx';
import { StatsOverTime } from './StatsOverTime.tsx';
import { StatsEmpty } from './StatsStates.tsx';
import { StatsTables } from './StatsTables.tsx';

/** Props of {@link SessionStats}. */
export interface SessionStatsProps extends PartProps {
  /** What `collectStatistics` of `@playhead/replay-core/metrics` or `GET /api/v1/stats` gives. Absent while it is not there. */
  readonly statistics?: StatisticsDocument | undefined;
  /** Default `ready`. With figures there, `loading` and `error` do not take them away. */
  readonly status?: 'loading' | 'ready' | 'error' | undefined;
  /** What happened and what to do, where `status` is `error`. */
  readonly error?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  /** Gives the charts a choice of day, week and month; the host gives other figures then. */
  readonly onPeriodChange?: ((period: StatisticsPeriod) => void) | undefined;
  /** What the figures are narrowed to. Default: nothing. */
  readonly filters?: SessionFilters | undefined;
  /** Gives the part the filters of the list of sessions; the host gives other figures then. */
  readonly onFiltersChange?: ((filters: SessionFilters) => void) | undefined;
  /** What the filters offer. Default: the projects and agents of the figures. */
  readonly choices?: SessionStatsChoices | undefined;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  readonly density?: 'comfortable' | 'compact' | undefined;
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** Default: that of the replay around it, else `en`. */
  readonly locale?: string | undefined;
  readonly messages?: Partial<SessionStatsMessages> | undefined;
}

const NO_FILTERS: SessionFilters = {};
const namesOf = (groups: readonly { readonly name: string }[]): readonly string[] => groups.map(({ name }) => name).filter((name) => name !== 'unknown');

/**
 * Many sessions in figures: how they ended, how long they took, what they used and cost, by project, agent, tool and model, and over time.
 * Needs no `ReplayRoot`; its rules are in `session-stats.css`, which goes with `styles.css`.
 *
 * @example
 * ```tsx
 * <SessionStats statistics={statistics} />
 * ```
 */
export const SessionStats: Part<SessionStatsProps> = definePart('SessionStats', (props, ref) => {
  const { statistics, filters = NO_FILTERS, onFiltersChange } = props;
  const settings = useLocaleSettings('sessionStats', props.messages, props.locale);
  const words = mergeWords(sessionStatsMessages, settings.messages.sessionStats);
  const choices = props.choices ?? { projects: namesOf(statistics?.projects.top ?? []), agents: namesOf(statistics?.agents.top ?? []) };
  const missing = statistics?.cover.missing ?? 0;
  return (
    <FiguresFrame rootRef={ref} part="session-stats" shown={props} choices={choices} settings={settings} words={words} title={<h1 className="ph-grow">{words.label}</h1>}>
      {statistics
        ? (statistics.totals.sessions === 0 ? <StatsEmpty words={words} onClear={isNarrowed(filters) && onFiltersChange ? () => onFiltersChange(NO_FILTERS) : undefined} /> : (
          <>
            <StatsFigures totals={statistics.totals} />
            {missing > 0 && <p className="ph-figures__note">{words.unmeasured(missing, settings.format.number(missing))}</p>}
            <StatsOverTime statistics={statistics} onPeriodChange={props.onPeriodChange} />
            <StatsTables statistics={statistics} onOnly={onFiltersChange && ((only) => onFiltersChange({ ...filters, ...only }))} />
          </>
        ))
        : null}
    </FiguresFrame>
  );
});

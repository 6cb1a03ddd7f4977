'use client';
import { useMemo, type ReactElement } from 'react';
import type { StatisticsDocument, StatisticsPeriod, StatisticsSpan } from '@playhead/replay-core/metrics';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { TurnChart } from '../stats/TurnChart.tsx';
import { fillSpans, spanWriter } from './fill-spans.ts';
import { sessionStatsMessages } from './session-stats-messages.ts';

const PERIODS: readonly StatisticsPeriod[] = ['day', 'week', 'month'];

/** Props of {@link StatsOverTime}. */
export interface StatsOverTimeProps {
  readonly statistics: StatisticsDocument;
  readonly onPeriodChange?: ((period: StatisticsPeriod) => void) | undefined;
}

/** Sessions, duration, tokens and cost by day, week or month. */
export function StatsOverTime({ statistics: { spans, period }, onPeriodChange }: StatsOverTimeProps): ReactElement | null {
  const words = useWords('sessionStats', sessionStatsMessages);
  const format = useFormat();
  const shown = useMemo(() => fillSpans(spans, period), [spans, period]);
  const names = useMemo(() => {
    const write = spanWriter(format.locale, period);
    return shown.map(({ from }) => write(from));
  }, [shown, format, period]);
  const values = (valueOf: (sums: StatisticsSpan) => number | null): readonly number[] => shown.map(({ sums }) => (sums && valueOf(sums)) ?? 0);
  const of = words.periods[period];
  return (
    <section className="ph-figures__time" aria-label={words.overTime}>
      <div className="ph-row">
        <h2 className="ph-label ph-grow">{words.overTime}{names.length > 1 && <span dir="auto">{` · ${names[0] ?? ''} – ${names.at(-1) ?? ''}`}</span>}</h2>
        {onPeriodChange && (
          <div className="ph-seg" role="group" aria-label={words.period}>
            {PERIODS.map((choice) => <button key={choice} type="button" aria-pressed={choice === period} onClick={() => onPeriodChange(choice)}>{words.periods[choice]}</button>)}
          </div>
        )}
      </div>
      <div className="ph-charts">
        <TurnChart
          title={words.sessionsBy} of={of} names={names} format={format.number}
          series={[{ name: words.others, values: values(({ sessions, outcomes }) => sessions - outcomes.success) }, { name: words.succeeded, values: values(({ outcomes }) => outcomes.success) }]}
        />
        <TurnChart title={words.durationBy} of={of} names={names} format={format.duration} series={[{ name: words.durationBy, values: values(({ durationUs }) => durationUs.mean) }]} />
        <TurnChart
          title={words.tokensBy} of={of} names={names} format={format.compact}
          series={[{ name: words.read, values: values(({ tokens }) => tokens.input) }, { name: words.written, values: values(({ tokens }) => tokens.output) }]}
        />
        <TurnChart title={words.costBy} of={of} names={names} format={format.cost} series={[{ name: words.costBy, values: values(({ costUsd }) => costUsd) }]} />
      </div>
    </section>
  );
}

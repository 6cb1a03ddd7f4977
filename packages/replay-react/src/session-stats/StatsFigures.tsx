'use client';
import type { ReactElement } from 'react';
import type { StatisticsSums } from '@playhead/replay-core/metrics';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { Stat } from '../stats/Stat.tsx';
import { sessionStatsMessages } from './session-stats-messages.ts';
import { orDash } from './StatsTables.tsx';

/** What sessions add up to; of loops of actor and critic where there were any. */
export function StatsFigures({ totals }: { readonly totals: StatisticsSums }): ReactElement {
  const words = useWords('sessionStats', sessionStatsMessages);
  const format = useFormat();
  const { sessions, outcomes, durationUs, tokens, costUsd, priced, loops } = totals;
  const median = (value: number | null): string | undefined => (value === null ? undefined : words.median(format.duration(value)));
  const lines = totals.linesAdded + totals.linesRemoved;
  return (
    <>
      <div className="ph-stats ph-figures__row" role="group" aria-label={words.figures}>
        <Stat label={words.sessions} figure={format.number(sessions)} unit={words.sessionsEnded(format.number(sessions - outcomes.none))} />
        <Stat label={words.successRate} figure={orDash(totals.successRate, format.percent)} />
        <Stat label={words.averageDuration} figure={orDash(durationUs.mean, format.duration)} unit={median(durationUs.median)} />
        <Stat label={words.tokens} figure={format.compact(tokens.input + tokens.output)} unit={words.tokensOf(format.compact(tokens.input), format.compact(tokens.output))} />
        {costUsd !== null && <Stat label={words.cost} figure={format.cost(costUsd)} unit={words.costOf(format.number(priced))} />}
        <Stat label={words.turnTime} figure={orDash(totals.turnUs.median, format.duration)} unit={totals.turnUs.p95 === null ? undefined : `p95 ${format.duration(totals.turnUs.p95)}`} />
        <Stat label={words.retries} figure={orDash(totals.retriesPerStep, format.percent)} unit={words.perStep} />
        {totals.firstGreenUs !== null && <Stat label={words.firstGreen} figure={format.duration(totals.firstGreenUs)} unit={words.fromStart} />}
        {lines > 0 && <Stat label={words.changes} figure={format.compact(lines)} unit={words.changedFiles(totals.filesChanged, format.number(totals.filesChanged))} />}
      </div>
      {loops.sessions > 0 && (
        <div className="ph-stats ph-figures__row" role="group" aria-label={words.loops}>
          <Stat label={words.iterations} figure={loops.meanIterations === null ? '–' : format.number(Math.round(loops.meanIterations * 10) / 10)} unit={words.perLoop(loops.sessions, format.number(loops.sessions))} />
          <Stat label={words.firstTry} figure={orDash(loops.firstTryRate, format.percent)} />
          <Stat label={words.waste} figure={orDash(loops.wasteRate, format.percent)} />
          <Stat label={words.approval} figure={orDash(loops.criticApprovalRate, format.percent)} />
          <Stat label={words.improvement} figure={orDash(loops.improvementRate, format.percent)} />
          <Stat label={words.cycle} figure={orDash(loops.cycleUs, format.duration)} />
        </div>
      )}
    </>
  );
}

'use client';
import { useMemo, type ReactElement } from 'react';
import { SparkBars, SparkLine } from '../stats/Spark.tsx';
import { Stat } from '../stats/Stat.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { figuresOf } from './session-figures.ts';
import { useList } from './ListContext.tsx';
import type { SessionListItem, SessionPeriod } from './session-list-item.ts';

/** One day makes no course of days. */
const several = (values: readonly number[]): boolean => values.filter((value) => value > 0).length > 1;

/** What the shown sessions add up to, whatever their outcome. @param inAll - How many there are, where not all are at hand: the other figures are of those that are. */
export function SessionListFigures({ sessions, period, inAll }: { readonly sessions: readonly SessionListItem[]; readonly period: SessionPeriod | undefined; readonly inAll: number | undefined }): ReactElement {
  const { messages, format, calendar } = useList();
  const figures = useMemo(() => figuresOf(sessions, period, calendar), [sessions, period, calendar]);
  const active = sessions.some(({ activeUs }) => activeUs !== undefined);
  return (
    <div className="ph-stats ph-sessions__figures" role="group" aria-label={messages.figures}>
      <Stat label={messages.sessions} figure={format.number(inAll ?? figures.sessions)} unit={inAll !== undefined && inAll > figures.sessions ? messages.figuresOf(figures.sessions, format.number(figures.sessions)) : period ? messages.periods[period].toLowerCase() : messages.inAll}>{several(figures.perDay) && <SparkBars values={figures.perDay} />}</Stat>
      <Stat label={messages.successRate} figure={figures.successRate === undefined ? '–' : format.percent(figures.successRate)}><SparkLine values={figures.successRatePerDay} /></Stat>
      <Stat label={active ? messages.averageActive : messages.averageDuration} figure={figures.averageUs === undefined ? '–' : format.time(figures.averageUs / 1000)} unit={messages.perSession}><SparkLine values={figures.averageUsPerDay} /></Stat>
      {figures.costUsd !== undefined && <Stat label={messages.cost} figure={format.cost(figures.costUsd)} unit={messages.costEach(format.cost(figures.costUsd / Math.max(1, figures.sessions)))}>{several(figures.costUsdPerDay) && <SparkLine values={figures.costUsdPerDay} />}</Stat>}
      {figures.review !== undefined && <Stat label={messages.review} figure={format.number(figures.review)} unit={messages.reviewIn(figures.reviewSessions, format.number(figures.reviewSessions))}>{several(figures.reviewPerDay) && <SparkBars values={figures.reviewPerDay} />}</Stat>}
      {figures.projects.length > 0 && (
        <Stat label={messages.byProject} wide>
          <div className="ph-sessions__projects">
            {figures.projects.map(({ name, succeeded, ended }) => (
              <div key={name}>
                <span className="ph-cut"><VisibleText text={name.slice(0, 100)} /></span>
                <span className="ph-meter" aria-hidden="true">{succeeded > 0 && <i style={{ flex: succeeded }} />}{ended > succeeded && <i className="f" style={{ flex: ended - succeeded }} />}</span>
                <span>{format.percent(succeeded / ended)}</span>
              </div>
            ))}
          </div>
        </Stat>
      )}
    </div>
  );
}

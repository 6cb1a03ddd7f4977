'use client';
import type { ReactElement } from 'react';
import type { StatisticsDocument, StatisticsGroup } from '@playhead/replay-core/metrics';
import type { Formatters } from '../locale/formatters.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { FigureTable, ShownName, type FigureRow } from './FigureTable.tsx';
import { sessionStatsMessages } from './session-stats-messages.ts';

/** Props of {@link StatsTables}. */
export interface StatsTablesProps {
  readonly statistics: StatisticsDocument;
  /** Shows only the sessions of a project or an agent. */
  readonly onOnly?: ((only: { readonly project: string } | { readonly agent: string }) => void) | undefined;
}

/** Sessions by project and agent, calls by tool and model. */
export function StatsTables({ statistics: { projects, agents, tools, models }, onOnly }: StatsTablesProps): ReactElement {
  const words = useWords('sessionStats', sessionStatsMessages);
  const format = useFormat();
  const more = ({ more: left }: { readonly more: number }): string | undefined => (left > 0 ? words.more(left, format.number(left)) : undefined);
  const groups = (found: readonly StatisticsGroup[], only: ((name: string) => void) | undefined): readonly FigureRow[] => found.map((group) => ({
    ...groupRow(group, format),
    ...(only && group.name !== 'unknown' && { link: <button type="button" className="ph-figures__only" title={words.only(group.name.slice(0, 100))} onClick={() => only(group.name)}><ShownName name={group.name} /></button> }),
  }));
  const groupColumns = [{ title: words.sessions }, { title: words.succeeded }, { title: words.duration, minor: true }, { title: words.tokens, minor: true }, { title: words.cost }];
  return (
    <div className="ph-figures__tables">
      <FigureTable title={words.byProject} of={words.project} columns={groupColumns} rows={groups(projects.top, onOnly && ((project) => onOnly({ project })))} more={more(projects)} />
      <FigureTable title={words.byAgent} of={words.agent} columns={groupColumns} rows={groups(agents.top, onOnly && ((agent) => onOnly({ agent })))} more={more(agents)} />
      <FigureTable
        title={words.byTool} of={words.tool} more={more(tools)}
        columns={[{ title: words.calls }, { title: words.failed }, { title: words.retries, minor: true }, { title: words.latency }, { title: words.slowest, minor: true }]}
        rows={tools.top.map(({ name, calls, failed, retries, latencyUs: { median, p95 } }) => ({
          name, weight: calls, cells: [format.number(calls), format.number(failed), format.number(retries), orDash(median, format.duration), orDash(p95, format.duration)],
        }))}
      />
      <FigureTable
        title={words.byModel} of={words.model} more={more(models)}
        columns={[{ title: words.messages }, { title: words.sessions, minor: true }, { title: words.read }, { title: words.written }, { title: words.cost }]}
        rows={models.top.map(({ name, calls, sessions, inputTokens, outputTokens, costUsd }) => ({
          name, weight: calls, cells: [format.number(calls), format.number(sessions), format.compact(inputTokens), format.compact(outputTokens), orDash(costUsd, format.cost)],
        }))}
      />
    </div>
  );
}

/** What is not known is a dash. */
export function orDash(value: number | null, write: (value: number) => string): string {
  return value === null ? '–' : write(value);
}

function groupRow({ name, sessions, successRate, durationUs, tokens, costUsd }: StatisticsGroup, format: Formatters): FigureRow {
  return {
    name, weight: sessions,
    cells: [format.number(sessions), orDash(successRate, format.percent), orDash(durationUs.mean, format.duration), format.compact(tokens.input + tokens.output), orDash(costUsd, format.cost)],
  };
}

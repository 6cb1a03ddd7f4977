'use client';
import { useMemo, useState, type ReactElement } from 'react';
import { statsOf, type SessionModel, type StepCount } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { BehaviourView } from './BehaviourView.tsx';
import { CaptureView } from './CaptureView.tsx';
import { SparkBars, SparkLine } from './Spark.tsx';
import { Stat } from './Stat.tsx';
import { LatencyTable, RetryTable } from './ToolTables.tsx';
import { TurnChart } from './TurnChart.tsx';
import { statsMessages } from './stats-messages.ts';

/** Props of {@link StatsView}. */
export interface StatsViewProps {
  readonly model: SessionModel;
}

/** A line of the table: what was counted together. */
interface Row extends StepCount {
  readonly key: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly kind?: string;
}

type Group = 'kind' | 'tool' | 'agent';

const MOST_TURNS = 60;
const MOST_ROWS = 8;
const LONGEST = 100;
const ICONS: Readonly<Record<string, IconName>> = { command: 'command', read: 'read', search: 'search', edit: 'edit', test: 'test', mcp: 'mcp', skill: 'skill', subagent: 'subagent', prompt: 'prompt', assistant: 'assistant', checkpoint: 'checkpoint', error: 'error', denied: 'denied' };

/** The figures of a session and where its time went. */
export function StatsView({ model }: StatsViewProps): ReactElement {
  const words = useWords('stats', statsMessages);
  const format = useFormat();
  const stats = useMemo(() => statsOf(model), [model]);
  const turns = useMemo(() => squeeze(stats.turns), [stats]);
  if (stats.steps.count === 0 && stats.usage.inputTokens === 0) return <State icon="list" title={words.empty}>{words.emptyHint}</State>;
  const { usage } = stats;
  const together = Math.ceil(stats.turns.length / MOST_TURNS);
  const names = turns.map((_turn, index) => (together < 2 ? format.number(index + 1) : `${format.number(index * together + 1)}–${format.number(Math.min(stats.turns.length, (index + 1) * together))}`));
  const tokensIn = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return (
    <>
      <div className="ph-stats ph-statistics__figures">
        {tokensIn + usage.outputTokens > 0 && <Stat label={words.tokens} figure={format.compact(tokensIn)} unit={words.tokensIn(format.compact(usage.outputTokens))}><SparkLine values={turns.map(({ inputTokens, outputTokens }) => inputTokens + outputTokens)} width={130} /></Stat>}
        {usage.costUsd !== undefined && <Stat label={words.cost} figure={format.cost(usage.costUsd)}><SparkLine values={summed(turns.map(({ costUsd = 0 }) => costUsd))} width={130} /></Stat>}
        <Stat label={words.activeTime} figure={format.time(stats.activeMs)} unit={words.ofWall(format.time(stats.wallMs))}><SparkBars values={turns.map(({ durationUs }) => durationUs)} width={130} /></Stat>
        <Stat label={words.errors} figure={format.number(stats.errors + stats.denials)} unit={words.ofSteps(format.number(stats.steps.count))}><SparkBars values={turns.map(({ steps }) => steps)} errors={turns.map(({ failed }) => failed)} width={130} /></Stat>
      </div>
      <BehaviourView model={model} stats={stats} />
      <Breakdown stats={stats} model={model} />
      <div className="ph-charts">
        <TurnChart title={words.tokensByTurn} names={names} format={format.compact} series={[{ name: words.input, values: turns.map(({ inputTokens }) => inputTokens) }, { name: words.output, values: turns.map(({ outputTokens }) => outputTokens) }]} />
        <TurnChart title={words.costByTurn} names={names} format={format.cost} series={[{ name: words.cost, values: turns.map(({ costUsd = 0 }) => costUsd) }]} />
        <TurnChart title={words.timeByTurn} names={names} format={format.duration} series={[{ name: words.duration, values: turns.map(({ durationUs }) => durationUs) }]} />
      </div>
      <LatencyTable tools={stats.latency} />
      <RetryTable calls={stats.retries} />
      <CaptureView session={model.session} />
    </>
  );
}

function Breakdown({ stats, model }: { readonly stats: ReturnType<typeof statsOf>; readonly model: SessionModel }): ReactElement | null {
  const words = useWords('stats', statsMessages);
  const format = useFormat();
  const [group, setGroup] = useState<Group>('kind');
  const [every, showEvery] = useState(false);
  const agents = stats.byAgent.filter(({ count }) => count > 0);
  const groups: readonly Group[] = ['kind', ...(stats.byTool.length > 0 ? ['tool' as const] : []), ...(agents.length > 1 ? ['agent' as const] : [])];
  const rows = useMemo((): readonly Row[] => {
    const nameOf = (id: string): string => (id === 'main' ? words.mainAgent : (model.subagents.find((agent) => agent.id === id)?.description ?? model.subagents.find((agent) => agent.id === id)?.type ?? id));
    const found: Row[] = group === 'kind'
      ? stats.byKind.map((row) => ({ ...row, key: row.kind, label: words.kinds[row.kind] ?? row.kind, icon: ICONS[row.kind] ?? 'tool', kind: row.kind }))
      : group === 'tool' ? stats.byTool.map((row) => ({ ...row, key: row.tool, label: row.tool })) : stats.byAgent.filter(({ count }) => count > 0).map((row) => ({ ...row, key: row.agentId, label: nameOf(row.agentId) }));
    return found.sort((a, b) => b.durationUs - a.durationUs || b.count - a.count);
  }, [group, stats, model, words]);
  if (rows.length === 0) return null;
  // Where no step says how long it took, its number stands for it.
  const timed = rows.some(({ durationUs }) => durationUs > 0);
  const weightOf = (row: Row): number => (timed ? row.durationUs : row.count);
  const whole = rows.reduce((sum, row) => sum + weightOf(row), 0) || 1;
  const largest = Math.max(...rows.map(weightOf)) || 1;
  const labels: Readonly<Record<Group, string>> = { kind: words.byKind, tool: words.byTool, agent: words.byAgent };
  const shown = every ? rows : rows.slice(0, MOST_ROWS);
  return (
    <div className="ph-statistics__by">
      {groups.length > 1 && (
        <div className="ph-row">
          <span className="ph-label ph-grow">{words.groupBy}</span>
          <div className="ph-seg" role="group" aria-label={words.groupBy}>{groups.map((name) => <button key={name} type="button" aria-pressed={group === name} onClick={() => { setGroup(name); showEvery(false); }}>{labels[name]}</button>)}</div>
        </div>
      )}
      <table aria-label={`${words.groupBy} ${labels[group]}`}>
        <thead className="ph-hidden"><tr><th scope="col">{words.name}</th><td /><th scope="col">{words.count}</th><th scope="col">{words.duration}</th><th scope="col">{words.share}</th></tr></thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.key} className={row.kind === undefined ? undefined : `ph-k-${row.kind}`}>
              <th scope="row"><span className="ph-row">{row.icon && <Icon name={row.icon} small />}<span className="ph-cut"><VisibleText text={row.label.slice(0, LONGEST)} /></span></span></th>
              <td className="ph-statistics__bar"><i style={{ inlineSize: `${((weightOf(row) / largest) * 100).toFixed(1)}%` }} />{row.failed > 0 && <span className="ph-hidden">{words.failed(format.number(row.failed))}</span>}</td>
              <td>{format.number(row.count)}</td>
              <td>{timed && row.durationUs > 0 ? format.duration(row.durationUs) : ''}</td>
              <td>{format.percent(Math.round((weightOf(row) / whole) * 100) / 100)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length && <button type="button" className="ph-btn ph-btn--s" onClick={() => showEvery(true)}>{words.more(rows.length - shown.length)}</button>}
    </div>
  );
}

type Turns = ReturnType<typeof statsOf>['turns'];

/** At most sixty turns: neighbours are added up. */
function squeeze(turns: Turns): Turns {
  const step = Math.ceil(turns.length / MOST_TURNS);
  if (step < 2) return turns;
  return Array.from({ length: Math.ceil(turns.length / step) }, (_, index) => turns.slice(index * step, (index + 1) * step).reduce((sum, turn) => ({
    ...sum, durationUs: sum.durationUs + turn.durationUs, steps: sum.steps + turn.steps, failed: sum.failed + turn.failed,
    inputTokens: sum.inputTokens + turn.inputTokens, outputTokens: sum.outputTokens + turn.outputTokens, costUsd: (sum.costUsd ?? 0) + (turn.costUsd ?? 0),
  })));
}

function summed(values: readonly number[]): readonly number[] {
  let sum = 0;
  return values.map((value) => (sum += value));
}

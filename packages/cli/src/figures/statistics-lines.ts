import type { StatisticsDocument, StatisticsGroup, StatisticsSpan, StatisticsSums, StatisticsUse } from '@playhead/replay-core/metrics';
import { plain } from '../plain-text.ts';
import type { Look } from '../screen/style.ts';
import { tableLines, type Column } from '../screen/table.ts';
import { barText, costText, countText, dayText, shareText, timeText } from './figure-texts.ts';

/** How lines are drawn. Without `columns` nobody looks at a screen: then there are neither bars nor headings of columns. */
export interface FigureLook {
  readonly columns: number | undefined;
  readonly style: (look: Look, text: string) => string;
}

const BAR_CELLS = 24;
const MOST_NAME = 32;

/** Statistics as lines. */
export function statisticsLines(document: StatisticsDocument, look: FigureLook): readonly string[] {
  const { totals, projects, agents, tools, models, period, spans } = document;
  return [
    ...totalLines(totals, look),
    ...section('projects', groupLines(projects.top, look), projects.more, look), ...section('agents', groupLines(agents.top, look), agents.more, look),
    ...section('tools', useLines(tools.top, look), tools.more, look), ...section('models', useLines(models.top, look), models.more, look),
    ...section(`by ${period}`, spanLines(spans, look), 0, look),
  ];
}

function totalLines(sums: StatisticsSums, { style }: FigureLook): readonly string[] {
  const { sessions, outcomes, successRate, durationUs, turns, turnUs, steps, failedSteps, retries, tokens, costUsd, priced, testRuns, failedTestRuns, firstGreenUs, loops, filesChanged, linesAdded, linesRemoved } = sums;
  const ends = [['success', outcomes.success], ['failed', outcomes.failed], ['interrupted', outcomes.interrupted], ['at the limit of iterations', outcomes.max_iterations_reached], ['open', outcomes.none]] as const;
  const row = (name: string, ...parts: readonly string[]): string => `${style('quiet', name.padEnd(9))} ${parts.join(' · ')}`;
  return [
    row('sessions', String(sessions), ...ends.filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`), ...(successRate === null ? [] : [`success rate ${shareText(successRate)}`])),
    row('duration', `mean ${timeText(durationUs.mean)}`, `median ${timeText(durationUs.median)}`, `95 of 100 within ${timeText(durationUs.p95)}`, `in all ${timeText(durationUs.total)}`),
    row('work', `${countText(turns)} turns, median ${timeText(turnUs.median)}`, `${countText(steps)} steps, ${countText(failedSteps)} failed, ${countText(retries)} retries`, `${countText(filesChanged)} files, +${countText(linesAdded)} −${countText(linesRemoved)}`),
    row('tokens', `${countText(tokens.input)} in`, `${countText(tokens.output)} out`, `${countText(tokens.cacheRead)} from the cache`),
    row('cost', costUsd === null ? 'unknown' : `${costText(costUsd)} in ${priced} of ${sessions} sessions`),
    ...(testRuns > 0 ? [row('tests', `${countText(testRuns)} runs, ${countText(failedTestRuns)} failed`, `first green after ${timeText(firstGreenUs)}`)] : []),
    ...(loops.sessions > 0 ? [row('loops', `${loops.sessions} with ${countText(loops.iterations)} iterations, mean ${loops.meanIterations?.toFixed(1) ?? '–'}`, `first try ${shareText(loops.firstTryRate)}`, `waste ${shareText(loops.wasteRate)}`, `approval ${shareText(loops.criticApprovalRate)}`, `improvement ${shareText(loops.improvementRate)}`, `cycle ${timeText(loops.cycleUs)}`)] : []),
  ];
}

function section(title: string, lines: readonly string[], more: number, { style }: FigureLook): readonly string[] {
  return lines.length === 0 ? [] : ['', style('heading', title), ...lines, ...(more > 0 ? [style('quiet', `and ${more} more`)] : [])];
}

/** How many sessions, drawn on a screen. */
function bars<Row>(rows: readonly Row[], valueOf: (row: Row) => number, { columns }: FigureLook): readonly Column<Row>[] {
  const most = Math.max(0, ...rows.map(valueOf));
  const cells = Math.min(BAR_CELLS, Math.max(0, (columns ?? 0) - 60));
  return columns === undefined || cells === 0 ? [] : [{ title: '', text: (row) => barText(valueOf(row), most, cells), look: () => 'place' }];
}

function groupLines(groups: readonly StatisticsGroup[], look: FigureLook): readonly string[] {
  return tableLines<StatisticsGroup>(groups, [{ title: 'name', text: ({ name }) => plain(name, MOST_NAME) }, ...sumColumns<StatisticsGroup>(), ...bars(groups, ({ sessions }) => sessions, look)], look);
}

function spanLines(spans: readonly StatisticsSpan[], look: FigureLook): readonly string[] {
  return tableLines<StatisticsSpan>(spans, [{ title: 'from', text: ({ from }) => dayText(from) }, ...sumColumns<StatisticsSpan>(), ...bars(spans, ({ sessions }) => sessions, look)], look);
}

function sumColumns<Row extends StatisticsSums>(): readonly Column<Row>[] {
  return [
    { title: 'sessions', align: 'right', text: ({ sessions }) => String(sessions) }, { title: 'success', align: 'right', text: ({ successRate }) => shareText(successRate) },
    { title: 'median', align: 'right', spare: 2, text: ({ durationUs }) => timeText(durationUs.median) }, { title: 'tokens', align: 'right', spare: 1, text: ({ tokens }) => countText(tokens.input + tokens.output) },
    { title: 'cost', align: 'right', spare: 3, text: ({ costUsd }) => costText(costUsd) },
  ];
}

function useLines(uses: readonly StatisticsUse[], look: FigureLook): readonly string[] {
  return tableLines<StatisticsUse>(uses, [
    { title: 'name', text: ({ name }) => plain(name, MOST_NAME) }, { title: 'calls', align: 'right', text: ({ calls }) => countText(calls) }, { title: 'failed', align: 'right', text: ({ failed }) => countText(failed) },
    { title: 'median', align: 'right', spare: 2, text: ({ latencyUs }) => timeText(latencyUs.median) }, { title: 'tokens', align: 'right', spare: 1, text: ({ inputTokens, outputTokens }) => countText(inputTokens + outputTokens) },
    ...bars(uses, ({ calls }) => calls, look),
  ], look);
}

import type { CatalogDocument, CatalogItem, CatalogVersion, ComparedFigure, ComparisonDocument } from '@playhead/replay-core/metrics';
import { plain } from '../plain-text.ts';
import { tableLines } from '../screen/table.ts';
import { countText, dayText, shareText, timeText } from './figure-texts.ts';
import type { FigureLook } from './statistics-lines.ts';

const MEASURES: Readonly<Record<ComparedFigure['measure'], string>> = {
  acceptance: 'first turn accepted', failure_rate: 'calls failed', retry_rate: 'retries per call', latency: 'latency', turn_duration: 'duration of turns', turn_tokens: 'tokens of turns', failed_steps: 'steps failed in turns',
};
const VERDICTS: Readonly<Record<ComparedFigure['verdict'], string>> = { better: 'better', worse: 'worse', unclear: 'no difference shown', too_few: 'too few to say' };

/** A version for people. */
export function versionText(version: string | null): string {
  return version === null ? '–' : plain(version, 20);
}

/** The catalog as lines, one a version. */
export function catalogLines({ items, more }: CatalogDocument, look: FigureLook): readonly string[] {
  const rows = items.flatMap((item) => item.versions.map((version, index) => ({ item, version, first: index === 0 })));
  type Row = { readonly item: CatalogItem; readonly version: CatalogVersion; readonly first: boolean };
  const lines = tableLines<Row>(rows, [
    { title: 'kind', text: ({ item: { kind } }) => kind }, { title: 'name', text: ({ item: { name } }) => plain(name, 40) }, { title: 'version', text: ({ version: { version } }) => versionText(version) },
    { title: 'calls', align: 'right', text: ({ version: { calls } }) => countText(calls) }, { title: 'failed', align: 'right', text: ({ version: { failureRate } }) => shareText(failureRate), look: ({ version: { failed } }) => (failed > 0 ? 'bad' : undefined) },
    { title: 'accepted', align: 'right', spare: 1, text: ({ version: { turns } }) => (turns ? shareText(turns.acceptance) : '–') },
    { title: 'median', align: 'right', spare: 3, text: ({ version: { latencyUs } }) => timeText(latencyUs.median) }, { title: '95 %', align: 'right', spare: 4, text: ({ version: { latencyUs } }) => timeText(latencyUs.p95) },
    { title: 'sessions', align: 'right', spare: 2, text: ({ version: { sessions } }) => countText(sessions) }, { title: 'seen', text: ({ version: { firstAt, lastAt } }) => `${dayText(firstAt)} – ${dayText(lastAt)}` },
  ], look);
  return [...lines, ...(more > 0 ? [look.style('quiet', `and ${more} more`)] : [])];
}

/** Two versions beside each other, as lines. */
export function comparisonLines({ kind, name, a, b, figures, confidence, notes }: ComparisonDocument, look: FigureLook): readonly string[] {
  const { style } = look;
  const side = ({ unit }: ComparedFigure, { value, count }: ComparedFigure['a']): string => `${unit === 'share' ? shareText(value) : unit === 'us' ? timeText(value) : value === null ? '–' : countText(value)} of ${countText(count)}`;
  return [
    style('heading', `${kind} ${plain(name, 80)}`),
    ...[a, b].map(({ version, sessions, firstAt, lastAt }) => `${versionText(version)}: ${sessions} sessions, ${dayText(firstAt)} – ${dayText(lastAt)}`), '',
    ...tableLines<ComparedFigure>(figures, [
      { title: '', text: ({ measure }) => MEASURES[measure] }, { title: versionText(a.version), align: 'right', text: (figure) => side(figure, figure.a) }, { title: versionText(b.version), align: 'right', text: (figure) => side(figure, figure.b) },
      { title: 'counted', spare: 1, text: ({ of }) => of }, { title: 'difference', align: 'right', spare: 2, text: differenceText },
      { title: 'verdict', text: ({ verdict }) => VERDICTS[verdict], look: ({ verdict }) => (verdict === 'worse' ? 'bad' : verdict === 'better' ? 'good' : 'quiet') },
    ], look),
    '', ...[`Where a difference is shown, all intervals hold together in ${Math.round(confidence * 100)} of 100 comparisons.`, ...notes].map((note) => style('quiet', note)),
  ];
}

/** Of shares in points of percent; of times and tokens how often one of the second version is larger. */
function differenceText({ unit, difference }: ComparedFigure): string {
  if (!difference) return '–';
  const points = (share: number): string => `${share > 0 && unit === 'share' ? '+' : ''}${Math.round(share * 100)}`;
  return `${points(difference.value)} (${points(difference.low)} to ${points(difference.high)}) ${unit === 'share' ? 'points' : '% larger'}`;
}

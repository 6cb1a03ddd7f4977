'use client';
import { useId, type ReactElement } from 'react';
import { useWords } from '../settings/SettingsContext.tsx';
import { statsMessages } from './stats-messages.ts';

/** Values of one kind, a value for each bar. */
export interface ChartSeries {
  readonly name: string;
  readonly values: readonly number[];
}

/** Props of {@link TurnChart}. */
export interface TurnChartProps {
  readonly title: string;
  /** One or two, drawn on top of one another. */
  readonly series: readonly ChartSeries[];
  /** How a bar is called: a turn, or several. */
  readonly names: readonly string[];
  readonly format: (value: number) => string;
  /** What `names` are, over their column. Default: turns. */
  readonly of?: string;
}

const WIDTH = 480;
const HEIGHT = 72;

/** Bars over the turns of a session, or other stretches of time: one path for each series, whatever their number, and the same figures as a table. Nothing where all are zero, or for one turn. */
export function TurnChart({ title, series, names, format, of }: TurnChartProps): ReactElement | null {
  const words = useWords('stats', statsMessages);
  const id = useId();
  const sums = names.map((_name, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const top = Math.max(0, ...sums);
  if (top === 0 || names.length < 2) return null;
  const step = WIDTH / Math.max(names.length, 8);
  const base = names.map(() => 0);
  const pathOf = (values: readonly number[]): string => values.map((value, index) => {
    const from = base[index] ?? 0;
    base[index] = from + value;
    if (value <= 0) return '';
    const tall = Math.max(1.5, (value / top) * (HEIGHT - 2));
    return `M${(index * step).toFixed(1)} ${(HEIGHT - 1 - (from / top) * (HEIGHT - 2)).toFixed(1)}v-${tall.toFixed(1)}h${Math.max(1, Math.min(28, step - 2)).toFixed(1)}v${tall.toFixed(1)}z`;
  }).join('');
  return (
    <figure className="ph-chart" aria-labelledby={id}>
      <figcaption className="ph-row"><span id={id} className="ph-label ph-grow">{title}</span>{series.length > 1 && series.map(({ name }, index) => <span key={name} className="ph-chart__key" data-series={index}>{name}</span>)}<span className="ph-muted">{words.most(format(top))}</span></figcaption>
      <svg className="ph-chart__bars" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
        {series.map(({ name, values }, index) => <path key={name} data-series={index} d={pathOf(values)} />)}
        <path className="x" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      </svg>
      <div className="ph-hidden">
        <table>
          <caption>{title}</caption>
          <thead><tr><th scope="col">{of ?? words.turn}</th>{series.map(({ name }) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>{names.map((name, index) => <tr key={name}><th scope="row">{name}</th>{series.map(({ name: kind, values }) => <td key={kind}>{format(values[index] ?? 0)}</td>)}</tr>)}</tbody>
        </table>
      </div>
    </figure>
  );
}

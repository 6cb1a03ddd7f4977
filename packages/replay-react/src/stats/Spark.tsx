'use client';
import type { ReactElement } from 'react';

/** Props of {@link SparkLine} and {@link SparkBars}. */
export interface SparkProps {
  /** Oldest first. */
  readonly values: readonly number[];
  /** Those of `values` that went wrong, of bars. */
  readonly errors?: readonly number[] | undefined;
  /** CSS pixels. Default 140. */
  readonly width?: number;
  /** CSS pixels. Default 30. */
  readonly height?: number;
}

/** Values over time as a line with a dot at the latest; nothing for fewer than two. Says nothing: the figure beside it does. */
export function SparkLine({ values, width = 140, height = 30 }: SparkProps): ReactElement | null {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, index) => [(index / (values.length - 1)) * width, height - 2 - ((value - low) / span) * (height - 4)] as const);
  const last = points.at(-1);
  return (
    <svg className="ph-spark" width={width} height={height} aria-hidden="true" focusable="false">
      <path className="l" d={`M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join('L')}`} />
      {last && <circle className="d" cx={last[0].toFixed(1)} cy={last[1].toFixed(1)} r="2" />}
    </svg>
  );
}

/** Values over time as bars, errors on top; two paths whatever their number, nothing for fewer than two. */
export function SparkBars({ values, errors, width = 140, height = 30 }: SparkProps): ReactElement | null {
  if (values.length < 2) return null;
  const top = Math.max(1, ...values);
  const step = width / Math.max(1, values.length);
  const bar = (index: number, value: number, base = 0): string => {
    const tall = Math.max(2, Math.round((value / top) * (height - 2)));
    return `M${(index * step).toFixed(1)} ${height - 1 - base}v-${tall}h${(step < 6 ? Math.max(1, step - 1) : step - 2).toFixed(1)}v${tall}z`;
  };
  const path = (from: number, to: number): string => values.slice(from, to).map((value, index) => (value > 0 ? bar(from + index, value) : '')).join('');
  return (
    <svg className="ph-spark" width={width} height={height} aria-hidden="true" focusable="false">
      <path className="x" d={`M0 ${height - 0.5}H${width}`} />
      <path className="bar" d={path(0, values.length - 1)} />
      <path className="bar bar--last" d={path(values.length - 1, values.length)} />
      {errors && <path className="no" d={errors.map((value, index) => (value > 0 ? bar(index, Math.min(value, values[index] ?? 0)) : '')).join('')} />}
    </svg>
  );
}

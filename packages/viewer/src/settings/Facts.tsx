'use client';
import type { ReactElement, ReactNode } from 'react';

/** Props of {@link Facts}. */
export interface FactsProps {
  /** Without a value a fact is left out. */
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** What is so, by name. */
export function Facts({ facts }: FactsProps): ReactElement {
  return (
    <dl className="viewer-settings__facts">
      {facts.filter(([, value]) => value !== undefined && value !== '').map(([name, value]) => <div key={name}><dt>{name}</dt><dd dir="auto">{value}</dd></div>)}
    </dl>
  );
}

/** When something happened, of microseconds, in the time of this machine. */
export function Moment({ at }: { readonly at: number }): ReactElement {
  const date = new Date(at / 1000);
  return <time dateTime={date.toISOString()}>{date.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}</time>;
}

/** So many bytes, for people. */
export function bytesText(bytes: number): string {
  const [unit, by] = bytes >= 1e9 ? ['gigabyte', 1e9] : bytes >= 1e6 ? ['megabyte', 1e6] : bytes >= 1000 ? ['kilobyte', 1000] : ['byte', 1];
  return new Intl.NumberFormat('en', { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: 1 }).format(bytes / by);
}

import type { SessionFacetName, SessionFacetValue } from './session-list-item.ts';

/** More values than anybody reads in a menu. */
const MOST_VALUES = 200;

/** What is counted while sessions are narrowed. */
export interface FacetCounts {
  /** @param counts - Whether the session is one of those that are counted; its values are named either way. */
  add(name: SessionFacetName, values: readonly string[], counts: boolean, title?: string): void;
  /** By name, as menus show them. */
  values(name: SessionFacetName): readonly SessionFacetValue[];
}

/** Counts values of facets. */
export function createFacetCounts(): FacetCounts {
  const counts = new Map<SessionFacetName, Map<string, { count: number; title: string | undefined }>>();
  return {
    add(name, values, counted, title) {
      const known = counts.get(name) ?? new Map<string, { count: number; title: string | undefined }>();
      counts.set(name, known);
      for (const value of values) {
        const entry = known.get(value);
        if (entry) entry.count += Number(counted);
        else if (known.size < MOST_VALUES) known.set(value, { count: Number(counted), title });
      }
    },
    values: (name) => [...(counts.get(name) ?? [])].map(([value, { count, title }]) => ({ value, count, ...(title !== undefined && { title }) })).sort(byName),
  };
}

/** Counts of all sessions, with the values of those at hand that none of them has: a menu keeps its choices. */
export function withEvery(counted: readonly SessionFacetValue[], named: readonly SessionFacetValue[]): readonly SessionFacetValue[] {
  const known = new Set(counted.map(({ value }) => value));
  return [...counted, ...named.filter(({ value }) => !known.has(value)).map((one) => ({ ...one, count: 0 }))].sort(byName);
}

function byName(a: SessionFacetValue, b: SessionFacetValue): number {
  return a.value.localeCompare(b.value);
}

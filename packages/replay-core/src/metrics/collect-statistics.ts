import { createUses } from './collected-uses.ts';
import { createCover, sessionFigures, type FiguresQuery, type FiguresSource, type GatherOptions } from './session-figures.ts';
import { STATISTICS_DOCUMENT_VERSION, type StatisticsDocument, type StatisticsPeriod, type StatisticsTop, type StatisticsUse } from './statistics-document.ts';
import { createSums, type Sums } from './statistics-sums.ts';
import type { CatalogKind } from './types.ts';

/** Options of {@link collectStatistics}. */
export interface StatisticsOptions extends GatherOptions {
  /** Stretches of which time. Default `day`. */
  readonly period?: StatisticsPeriod;
  /** How many projects, agents, tools and models are named, the largest. Default 20. */
  readonly most?: number;
}

/** So many names are told apart; names come from recordings and may be anything. */
const MOST_GROUPS = 5000;

/**
 * Adds up sessions: how they ended, how long they took, what they used and cost, by project, agent, tool and model, and over time. Reads
 * what {@link keepFigures} kept and no log; `cover` says how many sessions that is of how many.
 *
 * @throws PlayheadError `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * const { totals, projects } = await collectStatistics(storage, { harness: 'claude-code' }, { period: 'week' });
 * ```
 */
export async function collectStatistics(storage: FiguresSource, query: FiguresQuery = {}, options: StatisticsOptions = {}): Promise<StatisticsDocument> {
  const { period = 'day', most = 20 } = options;
  const [cover, totals] = [createCover(), createSums()];
  const [projects, agents, spans] = [new Map<string, Sums>(), new Map<string, Sums>(), new Map<number, Sums>()];
  const kinds: readonly CatalogKind[] = ['tool', 'mcp_tool', 'model'];
  const uses = createUses(kinds);
  for await (const page of sessionFigures(storage, query, options)) {
    for (const figures of page) {
      const { session } = figures;
      cover.add(figures);
      totals.add(figures);
      sumsAt(projects, nameOf(session.project ?? session.workspaceName))?.add(figures);
      sumsAt(agents, nameOf(session.agentName))?.add(figures);
      sumsAt(spans, beginningOf(period, session.startedAt))?.add(figures);
      if (figures.uses) uses.add(figures.uses);
    }
  }
  const top = (groups: ReadonlyMap<string, Sums>): StatisticsDocument['projects'] => {
    const all = [...groups].map(([name, sums]) => ({ name, ...sums.value() })).sort((a, b) => b.sessions - a.sessions || (a.name < b.name ? -1 : 1));
    return { top: all.slice(0, most), more: Math.max(0, all.length - most) };
  };
  const used = (...kinds: readonly CatalogKind[]): StatisticsTop<StatisticsUse> => {
    const all = uses.byName(kinds);
    return { top: all.slice(0, most), more: Math.max(0, all.length - most) };
  };
  return {
    schemaVersion: STATISTICS_DOCUMENT_VERSION, cover: cover.value(), totals: totals.value(), projects: top(projects), agents: top(agents), tools: used('tool', 'mcp_tool'), models: used('model'),
    period, spans: [...spans].sort(([a], [b]) => a - b).map(([from, sums]) => ({ from, ...sums.value() })),
  };
}

function sumsAt<Key>(groups: Map<Key, Sums>, key: Key): Sums | undefined {
  const known = groups.get(key);
  if (known || groups.size >= MOST_GROUPS) return known;
  const made = createSums();
  groups.set(key, made);
  return made;
}

/** Headers are untrusted: a name may be anything. */
function nameOf(name: unknown): string {
  return typeof name === 'string' && name !== '' ? name.slice(0, 200) : 'unknown';
}

/** When the stretch begins that a moment lies in, in UTC. */
function beginningOf(period: StatisticsPeriod, at: number): number {
  const day = new Date(Math.max(0, Math.floor(at / 1000)));
  const [year, month, date] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()];
  const begins = period === 'month' ? Date.UTC(year, month) : Date.UTC(year, month, period === 'week' ? date - ((day.getUTCDay() + 6) % 7) : date);
  return Number.isNaN(begins) ? 0 : Math.max(0, begins * 1000);
}

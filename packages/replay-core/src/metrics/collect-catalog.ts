import { CATALOG_DOCUMENT_VERSION, type CatalogDocument, type CatalogItem, type CatalogVersion } from './catalog-document.ts';
import { createUses, mediansOf, type CollectedUse } from './collected-uses.ts';
import { quantileOf } from './distribution.ts';
import { createCover, sessionFigures, type FiguresCover, type FiguresQuery, type FiguresSource, type GatherOptions } from './session-figures.ts';
import { shareOf } from './statistics-sums.ts';
import { CATALOG_KINDS, type CatalogKind } from './types.ts';

/** Options of {@link collectCatalog}. */
export interface CatalogOptions extends GatherOptions {
  /** Only these kinds. Default all. */
  readonly kinds?: readonly CatalogKind[];
  /** Only what is named so. Default: whatever its name. */
  readonly name?: string;
  /** How many items at most, the most used of all. Default 200. */
  readonly most?: number;
}

/**
 * Lists the tools, MCP servers and tools, skills, plugins, subagents and models that sessions used, with their versions, when they were
 * first and last seen, calls, failures and latency. Reads what {@link keepFigures} kept and no log.
 *
 * @throws PlayheadError `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * const { items } = await collectCatalog(storage, { project: 'shop' }, { kinds: ['skill'] });
 * ```
 */
export async function collectCatalog(storage: FiguresSource, query: FiguresQuery = {}, options: CatalogOptions = {}): Promise<CatalogDocument> {
  const { most = 200 } = options;
  const { cover, uses, more } = await usesOf(storage, query, options);
  const byItem = new Map<string, CollectedUse[]>();
  for (const use of uses) {
    const key = `${use.kind}\n${use.name}`;
    const own = byItem.get(key);
    if (own) own.push(use);
    else byItem.set(key, [use]);
  }
  const items = [...byItem.values()].flatMap((own) => itemOf(own) ?? []).sort((a, b) => b.calls - a.calls || (a.name < b.name ? -1 : 1));
  return { schemaVersion: CATALOG_DOCUMENT_VERSION, cover, items: items.slice(0, most), more: more + Math.max(0, items.length - most) };
}

/** What sessions used, version by version. Internal. */
export async function usesOf(storage: FiguresSource, query: FiguresQuery, options: Omit<CatalogOptions, 'most'>): Promise<{ readonly cover: FiguresCover; readonly uses: readonly CollectedUse[]; readonly more: number }> {
  const { kinds = CATALOG_KINDS, name } = options;
  const cover = createCover();
  const uses = createUses(kinds, name);
  for await (const page of sessionFigures(storage, query, options)) {
    for (const figures of page) {
      cover.add(figures);
      if (figures.uses) uses.add(figures.uses, name === undefined ? undefined : figures.session);
    }
  }
  const all = uses.all();
  return { cover: cover.value(), uses: name === undefined ? all : await Promise.all(all.map((use) => withNames(storage, use))), more: uses.more };
}

/** What the latest sessions are called, a list says. */
async function withNames(storage: FiguresSource, use: CollectedUse): Promise<CollectedUse> {
  const latest = await Promise.all(use.latest.map(async (session) => ({ ...session, name: (await storage.list({ id: session.sessionId, limit: 1 })).sessions[0]?.name ?? session.name })));
  return { ...use, latest };
}

function itemOf(uses: readonly CollectedUse[]): CatalogItem | undefined {
  const [first] = uses;
  if (!first) return undefined;
  const sum = (field: 'calls' | 'failed'): number => uses.reduce((all, use) => all + use[field], 0);
  return {
    kind: first.kind, name: first.name, firstAt: Math.min(...uses.map(({ firstAt }) => firstAt)), lastAt: Math.max(...uses.map(({ lastAt }) => lastAt)), calls: sum('calls'), failed: sum('failed'),
    versions: inTime(uses).map(versionOf).reverse(),
  };
}

/** Versions by when they were first seen. */
export function inTime(uses: readonly CollectedUse[]): readonly CollectedUse[] {
  return uses.toSorted((a, b) => a.firstAt - b.firstAt || a.lastAt - b.lastAt);
}

/** A version as documents have it. */
export function versionOf({ kind, version, firstAt, lastAt, sessions, calls, failed, denied, retries, latencyUs, inputTokens, outputTokens, costUsd, turns, latest }: CollectedUse): CatalogVersion {
  const { count, first, accepted } = turns;
  return {
    version: version ?? null, firstAt, lastAt, sessions, calls, failed, denied, retries, failureRate: shareOf(failed, calls), retriesPerCall: shareOf(retries, calls), latencyUs: mediansOf(latencyUs),
    inputTokens, outputTokens, costUsd: costUsd ?? null,
    turns: kind === 'tool' ? null : {
      count, first, accepted, acceptance: shareOf(accepted, first),
      durationUs: quantileOf(turns.durationUs, 0.5), tokens: quantileOf(turns.tokens, 0.5), failedSteps: shareOf(turns.failedSteps, turns.steps),
    },
    ...(latest.length > 0 && { latest }),
  };
}

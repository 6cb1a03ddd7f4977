'use client';
import { useMemo, useState, type ReactElement } from 'react';
import { collectCatalog, collectStatistics, compareVersions, figuresSource, type CatalogKind, type FiguresQuery, type StatisticsPeriod } from '@playhead/replay-core/metrics';
import type { SessionFilters } from '@playhead/replay-react';
import { SessionCatalog, type CatalogPlace, type CatalogVersions } from '@playhead/replay-react/session-catalog';
import '@playhead/replay-react/session-catalog.css';
import { SessionStats } from '@playhead/replay-react/session-stats';
import { filesQuery } from './files-query.ts';
import type { FileSummary } from './summarise.ts';
import { useCollected } from './use-collected.ts';

/** Props of {@link FilesFigures}. */
export interface FilesFiguresProps {
  readonly page: 'statistics' | 'catalog';
  /** The sessions that were read so far. */
  readonly summaries: readonly FileSummary[];
  /** Whether all were read. */
  readonly ready: boolean;
  readonly onSession: (id: string) => void;
}

const MOST = 1000;

/** Recordings of the user's machine in figures: statistics, or what they used. They are made here, and nothing is uploaded. */
export function FilesFigures({ page, summaries, ready, onSession }: FilesFiguresProps): ReactElement {
  const [filters, setFilters] = useState<SessionFilters>({});
  const [openedAt] = useState(() => Date.now());
  const query = useMemo(() => filesQuery(filters, openedAt), [filters, openedAt]);
  const source = useMemo(() => figuresSource((filters.review ? summaries.filter(({ item }) => (item.review ?? 0) > 0) : summaries).map(({ item, metrics }) => ({ session: item, metrics }))), [summaries, filters.review]);
  const choices = useMemo(() => ({ projects: namesOf(summaries, ({ project, workspaceName }) => [project ?? workspaceName]), agents: namesOf(summaries, ({ agentName }) => [agentName]), tags: namesOf(summaries, ({ tags }) => tags ?? []) }), [summaries]);
  const shared = { source, query, ready, filters, onFiltersChange: setFilters, choices };
  return page === 'statistics' ? <FilesStatistics {...shared} /> : <FilesCatalog {...shared} onSession={onSession} />;
}

interface SharedProps {
  readonly source: ReturnType<typeof figuresSource>;
  readonly query: FiguresQuery;
  readonly ready: boolean;
  readonly filters: SessionFilters;
  readonly onFiltersChange: (filters: SessionFilters) => void;
  readonly choices: Readonly<Record<'projects' | 'agents' | 'tags', readonly string[]>>;
}

function FilesStatistics({ source, query, ready, ...shown }: SharedProps): ReactElement {
  const [period, setPeriod] = useState<StatisticsPeriod>('day');
  const { value, error } = useCollected(() => collectStatistics(source, query, { period }), [source, query, period]);
  return <SessionStats {...shown} statistics={value} status={error === undefined ? ready ? 'ready' : 'loading' : 'error'} error={error} onPeriodChange={setPeriod} />;
}

function FilesCatalog({ source, query, ready, onSession, ...shown }: SharedProps & Pick<FilesFiguresProps, 'onSession'>): ReactElement {
  const [kind, setKind] = useState<CatalogKind>();
  const [entry, setEntry] = useState<CatalogPlace>();
  const [versions, setVersions] = useState<CatalogVersions>();
  const { value, error } = useCollected(() => collectCatalog(source, query, entry ? { kinds: [entry.kind], name: entry.name } : { most: MOST, ...(kind && { kinds: [kind] }) }), [source, query, kind, entry]);
  const comparable = entry !== undefined && (value?.items.find((item) => item.kind === entry.kind && item.name === entry.name)?.versions.length ?? 0) > 1;
  const comparison = useCollected(async () => (comparable ? compareVersions(source, query, { ...entry, ...(versions && { versions }) }) : undefined), [source, query, entry, versions, comparable]);
  return (
    <SessionCatalog
      {...shown} catalog={value} status={error === undefined ? ready ? 'ready' : 'loading' : 'error'} error={error} kind={kind} onKindChange={setKind}
      entry={entry} onOpen={(place) => { setEntry(place); setVersions(undefined); }} onVersionsChange={setVersions}
      comparison={comparison.value} comparisonStatus={comparison.error === undefined ? comparison.value ? 'ready' : 'loading' : 'error'} comparisonError={comparison.error}
      onOpenSession={onSession}
    />
  );
}

/** Names of headers, which are untrusted: a field may hold anything. */
function namesOf(summaries: readonly FileSummary[], of: (item: FileSummary['item']) => unknown): readonly string[] {
  const named = summaries.flatMap(({ item }) => of(item));
  return [...new Set(named.filter((name): name is string => typeof name === 'string' && name !== '' && name !== 'unknown'))].slice(0, 200);
}

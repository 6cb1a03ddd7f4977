'use client';
import type { ReactElement } from 'react';
import type { CatalogItem } from '@playhead/replay-core/metrics';
import { FigureTable } from '../session-stats/FigureTable.tsx';
import { spanWriter } from '../session-stats/fill-spans.ts';
import { orDash } from '../session-stats/StatsTables.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { versionName } from './CatalogTables.tsx';
import { CatalogSessions, type CatalogSessionsProps } from './CatalogSessions.tsx';
import { Comparison, type ComparisonProps } from './Comparison.tsx';
import { sessionCatalogMessages } from './session-catalog-messages.ts';

/** Versions that are listed at most, the newest. */
const MOST_VERSIONS = 50;

/** Props of {@link CatalogEntry}. */
export interface CatalogEntryProps extends Omit<ComparisonProps, 'known'>, Pick<CatalogSessionsProps, 'sessionHref' | 'onOpenSession'> {
  readonly item: CatalogItem;
}

/** One entry: its versions, two of them beside each other, and the latest sessions with them. */
export function CatalogEntry({ item, sessionHref, onOpenSession, ...comparing }: CatalogEntryProps): ReactElement {
  const words = useWords('sessionCatalog', sessionCatalogMessages);
  const format = useFormat();
  const day = spanWriter(format.locale, 'day');
  const turns = item.versions.some((version) => version.turns !== null);
  const shown = item.versions.slice(0, MOST_VERSIONS);
  const left = item.versions.length - shown.length;
  return (
    <div className="ph-catalog__tables">
      <FigureTable
        title={words.versions} of={words.version} more={left > 0 ? words.more(left, format.number(left)) : undefined}
        columns={[
          { title: words.calls }, { title: words.failed }, ...(turns ? [{ title: words.accepted }] : []), { title: words.retries, minor: true }, { title: words.median }, { title: words.slowest, minor: true },
          { title: words.sessions, minor: true }, { title: words.firstSeen, minor: true }, { title: words.lastSeen, minor: true },
        ]}
        rows={shown.map((version) => ({
          name: versionName(version.version, words), weight: version.calls,
          cells: [
            format.number(version.calls), orDash(version.failureRate, format.percent), ...(turns ? [orDash(version.turns?.acceptance ?? null, format.percent)] : []), format.number(version.retries),
            orDash(version.latencyUs.median, format.duration), orDash(version.latencyUs.p95, format.duration), format.number(version.sessions), day(version.firstAt / 1000), day(version.lastAt / 1000),
          ],
        }))}
      />
      <Comparison known={item.versions} {...comparing} />
      <CatalogSessions versions={shown} sessionHref={sessionHref} onOpenSession={onOpenSession} />
    </div>
  );
}

'use client';
import type { MouseEvent, ReactElement } from 'react';
import type { CatalogDocument, CatalogItem, CatalogKind } from '@playhead/replay-core/metrics';
import { visibleText } from '../elements/visible-text.ts';
import { FigureTable, ShownName, type FigureRow } from '../session-stats/FigureTable.tsx';
import { spanWriter } from '../session-stats/fill-spans.ts';
import { orDash } from '../session-stats/StatsTables.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { SHOWN_KINDS, type CatalogPlace } from './catalog-place.ts';
import { CatalogLink } from './CatalogLink.tsx';
import { sessionCatalogMessages, type SessionCatalogMessages } from './session-catalog-messages.ts';

/** Of each kind, where all kinds are shown. */
const MOST_OF_KIND = 10;
const LONGEST_VERSION = 24;

/** Props of {@link CatalogTables}. */
export interface CatalogTablesProps {
  readonly catalog: CatalogDocument;
  readonly kind: CatalogKind | undefined;
  readonly hrefOf: ((place: CatalogPlace) => string) | undefined;
  readonly onOpen: ((place: CatalogPlace, event: MouseEvent<HTMLElement>) => void) | undefined;
}

/** What sessions used, a table for each kind. */
export function CatalogTables({ catalog: { items, more }, kind, hrefOf, onOpen }: CatalogTablesProps): ReactElement {
  const words = useWords('sessionCatalog', sessionCatalogMessages);
  const format = useFormat();
  const day = spanWriter(format.locale, 'day');
  const rowOf = (item: CatalogItem): FigureRow => {
    const [newest] = item.versions;
    const place: CatalogPlace = { kind: item.kind, name: item.name };
    const others = item.versions.length - 1;
    const version = versionName(newest?.version ?? null, words);
    return {
      name: item.name, weight: item.calls,
      link: <CatalogLink href={hrefOf?.(place)} onOpen={onOpen && ((event) => onOpen(place, event))}><ShownName name={item.name} /></CatalogLink>,
      cells: [
        others > 0 ? words.andOthers(version, others, format.number(others)) : version, format.number(item.calls), item.calls > 0 ? format.percent(item.failed / item.calls) : '–',
        orDash(newest?.latencyUs.median ?? null, format.duration), day(item.firstAt / 1000), day(item.lastAt / 1000),
      ],
    };
  };
  const columns = [{ title: words.version }, { title: words.calls }, { title: words.failed }, { title: words.medianOfNewest, minor: true }, { title: words.firstSeen, minor: true }, { title: words.lastSeen, minor: true }];
  return (
    <div className="ph-catalog__tables ph-catalog__list">
      {SHOWN_KINDS.map((shown) => {
        const own = items.filter((item) => item.kind === shown);
        const left = kind === undefined ? own.length - MOST_OF_KIND : 0;
        return <FigureTable key={shown} title={words.kinds[shown]} of={words.name} columns={columns} rows={(left > 0 ? own.slice(0, MOST_OF_KIND) : own).map(rowOf)} more={left > 0 ? words.more(left, format.number(left)) : undefined} />;
      })}
      {more > 0 && <p className="ph-muted">{words.more(more, format.number(more))}</p>}
    </div>
  );
}

/** A version for people: it comes from recordings, may be long, and shows what hides in it. */
export function versionName(version: string | null, { noVersion }: Pick<SessionCatalogMessages, 'noVersion'>): string {
  if (version === null || version === '') return noVersion;
  return visibleText(version.length > LONGEST_VERSION ? `${version.slice(0, LONGEST_VERSION)}…` : version);
}

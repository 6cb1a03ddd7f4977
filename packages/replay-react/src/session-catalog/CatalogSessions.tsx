'use client';
import type { MouseEvent, ReactElement } from 'react';
import type { CatalogVersion } from '@playhead/replay-core/metrics';
import { ShownName } from '../session-stats/FigureTable.tsx';
import { spanWriter } from '../session-stats/fill-spans.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { CatalogLink } from './CatalogLink.tsx';
import { versionName } from './CatalogTables.tsx';
import { sessionCatalogMessages } from './session-catalog-messages.ts';

/** Versions whose sessions are named. */
const MOST_VERSIONS = 4;

/** Props of {@link CatalogSessions}. */
export interface CatalogSessionsProps {
  readonly versions: readonly CatalogVersion[];
  readonly sessionHref: ((sessionId: string) => string) | undefined;
  readonly onOpenSession: ((sessionId: string, event: MouseEvent<HTMLElement>) => void) | undefined;
}

/** The latest sessions with each of the newest versions, where they are told. */
export function CatalogSessions({ versions, sessionHref, onOpenSession }: CatalogSessionsProps): ReactElement {
  const words = useWords('sessionCatalog', sessionCatalogMessages);
  const { locale } = useFormat();
  const day = spanWriter(locale, 'day');
  return (
    <div className="ph-catalog__sessions">
      {versions.slice(0, MOST_VERSIONS).map(({ version, latest = [] }, index) => latest.length > 0 && (
        <section key={index}>
          <h2 className="ph-label"><span dir="auto">{words.latest(versionName(version, words))}</span></h2>
          <ul>
            {latest.map(({ sessionId, name, startedAt }) => (
              <li key={sessionId}>
                <span className="ph-cut" dir="auto"><CatalogLink href={sessionHref?.(sessionId)} onOpen={onOpenSession && ((event) => onOpenSession(sessionId, event))}><ShownName name={name} /></CatalogLink></span>
                <time dateTime={new Date(startedAt / 1000).toISOString()}>{day(startedAt / 1000)}</time>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}

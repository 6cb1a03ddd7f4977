'use client';
import type { MouseEvent, ReactNode } from 'react';
import type { CatalogDocument, CatalogKind, ComparisonDocument } from '@playhead/replay-core/metrics';
import { definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { mergeWords } from '../messages/merge-words.ts';
import { isNarrowed } from '../session-list/filter-sessions.ts';
import type { SessionFilters } from '../session-list/session-list-item.ts';
import { FiguresFrame } from '../session-stats/FiguresFrame.tsx';
import { ShownName } from '../session-stats/FigureTable.tsx';
import type { SessionStatsChoices } from '../session-stats/StatsFilters.tsx';
import { StatsEmpty, StatsSkeleton } from '../session-stats/StatsStates.tsx';
import { useLocaleSettings } from '../settings/use-locale-settings.ts';
import type { CatalogPlace } from './catalog-place.ts';
import { CatalogEntry } from './CatalogEntry.tsx';
import { CatalogKinds } from './CatalogKinds.tsx';
import { CatalogLink } from './CatalogLink.tsx';
import { CatalogTables } from './CatalogTables.tsx';
import type { CatalogVersions } from './Comparison.tsx';
import { sessionCatalogMessages, type SessionCatalogMessages } from './session-catalog-messages.ts';

/** Props of {@link SessionCatalog}. */
export interface SessionCatalogProps extends PartProps {
  /** What `collectCatalog` of `@playhead/replay-core/metrics` or `GET /api/v1/catalog` gives. Absent while it is not there. */
  readonly catalog?: CatalogDocument | undefined;
  /** Default `ready`. With a catalog there, `loading` and `error` do not take it away. */
  readonly status?: 'loading' | 'ready' | 'error' | undefined;
  /** What happened and what to do, where `status` is `error`. */
  readonly error?: string | undefined;
  readonly onRetry?: (() => void) | undefined;
  /** The kind that is shown. Default: all. */
  readonly kind?: CatalogKind | undefined;
  /** Gives the part a choice of kinds; the host gives another catalog then. */
  readonly onKindChange?: ((kind: CatalogKind | undefined) => void) | undefined;
  /** Shows one entry with its versions. Default: all entries. */
  readonly entry?: CatalogPlace | undefined;
  /** The address of an entry; of `undefined` that of all of them. Without it entries are buttons where `onOpen` is there. */
  readonly hrefOf?: ((place: CatalogPlace | undefined) => string) | undefined;
  /** Shows an entry, or all of them. Call `preventDefault` of the event to stay on the page. */
  readonly onOpen?: ((place: CatalogPlace | undefined, event: MouseEvent<HTMLElement>) => void) | undefined;
  /** What `compareVersions` or `GET /api/v1/catalog/compare` gives for the entry. */
  readonly comparison?: ComparisonDocument | undefined;
  /** Default `ready` with a comparison, else `loading`. */
  readonly comparisonStatus?: 'loading' | 'ready' | 'error' | undefined;
  readonly comparisonError?: string | undefined;
  /** Gives the part a choice of versions; of `undefined` the last two are meant. */
  readonly onVersionsChange?: ((versions: CatalogVersions | undefined) => void) | undefined;
  /** The address of a session. */
  readonly sessionHref?: ((sessionId: string) => string) | undefined;
  readonly onOpenSession?: ((sessionId: string, event: MouseEvent<HTMLElement>) => void) | undefined;
  /** Which sessions the catalog is of. Default: all. */
  readonly filters?: SessionFilters | undefined;
  /** Gives the part the filters of the list of sessions; the host gives another catalog then. */
  readonly onFiltersChange?: ((filters: SessionFilters) => void) | undefined;
  /** What the filters offer. Default: nothing but what they are set to. */
  readonly choices?: SessionStatsChoices | undefined;
  /** Beside the title. */
  readonly actions?: ReactNode;
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  readonly density?: 'comfortable' | 'compact' | undefined;
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** Default: that of the replay around it, else `en`. */
  readonly locale?: string | undefined;
  readonly messages?: Partial<SessionCatalogMessages> | undefined;
}

const NOTHING = {};

/**
 * What sessions used: skills, MCP servers and tools, plugins, subagents, models and tools, with their versions; and one entry with two of its
 * versions beside each other, each measure with how sure it is. Needs no `ReplayRoot`; its rules are in `session-catalog.css`, which goes with
 * `styles.css`.
 *
 * @example
 * ```tsx
 * <SessionCatalog catalog={catalog} />
 * ```
 */
export const SessionCatalog: Part<SessionCatalogProps> = definePart('SessionCatalog', (props, ref) => {
  const { catalog, status = 'ready', entry, kind, comparison, filters = NOTHING, onFiltersChange, hrefOf, onOpen } = props;
  const settings = useLocaleSettings('sessionCatalog', props.messages, props.locale);
  const words = mergeWords(sessionCatalogMessages, settings.messages.sessionCatalog);
  const item = entry && catalog?.items.find((one) => one.kind === entry.kind && one.name === entry.name);
  const missing = catalog?.cover.missing ?? 0;
  const onClear = isNarrowed(filters) && onFiltersChange ? () => onFiltersChange(NOTHING) : undefined;
  return (
    <FiguresFrame
      rootRef={ref} part="session-catalog" kind={entry?.kind ?? kind} shown={props} choices={props.choices ?? NOTHING} settings={settings} words={words}
      above={entry && (hrefOf || onOpen) && <p className="ph-catalog__back"><CatalogLink href={hrefOf?.(undefined)} onOpen={onOpen && ((event) => onOpen(undefined, event))}>{words.all}</CatalogLink><span aria-hidden="true">/</span>{words.kinds[entry.kind]}</p>}
      title={<h1 className="ph-grow ph-cut" dir="auto">{entry ? <ShownName name={entry.name} /> : words.label}</h1>}
      below={!entry && props.onKindChange && <CatalogKinds kind={kind} onKindChange={props.onKindChange} />}
    >
      {catalog
        ? (
          <>
            {missing > 0 && <p className="ph-figures__note">{words.unmeasured(missing, settings.format.number(missing))}</p>}
            {entry
              ? item
                ? (
                  <CatalogEntry
                    item={item} comparison={comparison} comparisonStatus={props.comparisonStatus ?? (comparison ? 'ready' : 'loading')} comparisonError={props.comparisonError} onRetry={props.onRetry}
                    onVersionsChange={props.onVersionsChange} sessionHref={props.sessionHref} onOpenSession={props.onOpenSession}
                  />
                )
                : status === 'loading' ? <StatsSkeleton label={words.loading} /> : <StatsEmpty words={{ ...words, empty: words.gone, emptyHint: words.goneHint, noMatch: words.gone, noMatchHint: words.goneHint }} onClear={onClear} />
              : catalog.items.length === 0 ? <StatsEmpty words={kind === undefined ? words : { ...words, empty: words.noMatch }} onClear={onClear} />
                : <CatalogTables catalog={catalog} kind={kind} hrefOf={hrefOf} onOpen={onOpen} />}
          </>
        )
        : null}
    </FiguresFrame>
  );
});

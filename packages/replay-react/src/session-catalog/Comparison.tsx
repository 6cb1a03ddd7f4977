'use client';
import type { ReactElement } from 'react';
import type { CatalogVersion, ComparisonDocument } from '@playhead/replay-core/metrics';
import { branchIcon } from '../elements/part-icons.ts';
import { Choice } from '../session-list/Choice.tsx';
import { StatsError } from '../session-stats/StatsStates.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { versionName } from './CatalogTables.tsx';
import { ComparisonTable } from './ComparisonTable.tsx';
import { sessionCatalogMessages } from './session-catalog-messages.ts';

/** Versions that menus offer. */
const MOST_CHOICES = 200;

/** Two versions by name; an empty text is the one of which nobody told it. */
export type CatalogVersions = readonly [earlier: string, later: string];

/** Props of {@link Comparison}. */
export interface ComparisonProps {
  /** The versions there are, the newest first. */
  readonly known: readonly CatalogVersion[];
  readonly comparison: ComparisonDocument | undefined;
  readonly comparisonStatus: 'loading' | 'ready' | 'error';
  readonly comparisonError: string | undefined;
  readonly onRetry: (() => void) | undefined;
  readonly onVersionsChange: ((versions: CatalogVersions | undefined) => void) | undefined;
}

/** Two versions beside each other, and the choice of them. */
export function Comparison({ known, comparison, comparisonStatus, comparisonError, onRetry, onVersionsChange }: ComparisonProps): ReactElement {
  const words = useWords('sessionCatalog', sessionCatalogMessages);
  const format = useFormat();
  const [earlier, later] = comparison ? [comparison.a.version ?? '', comparison.b.version ?? ''] : [];
  const shown = known.slice(0, MOST_CHOICES).map(({ version }) => version ?? '');
  const menu = (other: string | undefined): readonly (readonly [string, string])[] => shown.flatMap((version, index) => (version === other ? [] : [[String(index), versionName(version, words)] as const]));
  const placeOf = (version: string | undefined): string | undefined => (version !== undefined && shown.includes(version) ? String(shown.indexOf(version)) : undefined);
  // Beside what was chosen stands what stood there, else the newest of the others.
  const choose = (beside: string | undefined, pair: (chosen: string, other: string) => CatalogVersions) => (place: string | undefined): void => {
    const chosen = place === undefined ? undefined : shown[Number(place)];
    const other = beside ?? shown.find((version) => version !== chosen);
    onVersionsChange?.(chosen === undefined || other === undefined ? undefined : pair(chosen, other));
  };
  return (
    <section className="ph-catalog__compare" aria-label={words.compare} aria-busy={known.length > 1 && comparisonStatus === 'loading'}>
      <div className="ph-row">
        <h2 className="ph-label ph-grow">{words.compare}</h2>
        {onVersionsChange && (known.length > 2 || (known.length > 1 && comparisonStatus === 'error')) && (
          <>
            <Choice icon={branchIcon} label={words.earlier} any={words.lastTwo} value={placeOf(earlier)} choices={menu(later)} onChange={choose(later, (chosen, other) => [chosen, other])} />
            <Choice icon={branchIcon} label={words.later} any={words.lastTwo} value={placeOf(later)} choices={menu(earlier)} onChange={choose(earlier, (chosen, other) => [other, chosen])} />
          </>
        )}
      </div>
      {known.length < 2 ? <p className="ph-muted">{words.oneVersion}</p>
        : comparisonStatus === 'error' ? <StatsError title={words.compareError} message={comparisonError} onRetry={onRetry} />
          : !comparison ? <div role="status" aria-label={words.comparing} className="ph-sessions__skeleton"><div className="ph-row"><i className="ph-skel" style={{ width: '60%' }} /></div></div>
            : (
              <>
                <p role="status">{outcomeOf(comparison, words, format.locale)}</p>
                <ComparisonTable comparison={comparison} />
                {[words.confidence(format.percent(comparison.confidence)), ...comparison.notes].map((note) => <p key={note} className="ph-muted">{note}</p>)}
              </>
            )}
    </section>
  );
}

/** What came out, in sentences. */
function outcomeOf({ a, b, figures }: ComparisonDocument, words: typeof sessionCatalogMessages, locale: string): string {
  const [earlier, later] = [versionName(a.version, words), versionName(b.version, words)];
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const named = (verdict: 'better' | 'worse'): string => list.format(figures.filter((figure) => figure.verdict === verdict).map(({ measure }) => lowerFirst(words.measures[measure], locale)));
  const [worse, better] = [named('worse'), named('better')];
  if (worse !== '' || better !== '') return [worse !== '' && words.isWorse(later, earlier, worse), better !== '' && words.isBetter(later, earlier, better)].filter(Boolean).join(' ');
  return figures.every(({ verdict }) => verdict === 'too_few') ? words.tooFew : words.unclear;
}

/** In English, words go on in small letters within a sentence; other languages are as their words say. */
function lowerFirst(text: string, locale: string): string {
  return locale.startsWith('en') ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

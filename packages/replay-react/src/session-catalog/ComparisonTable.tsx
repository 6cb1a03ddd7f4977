'use client';
import type { ReactElement } from 'react';
import type { ComparedFigure, ComparedSide, ComparisonDocument } from '@playhead/replay-core/metrics';
import { Icon } from '../elements/Icon.tsx';
import type { Formatters } from '../locale/formatters.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { versionName } from './CatalogTables.tsx';
import { sessionCatalogMessages, type SessionCatalogMessages } from './session-catalog-messages.ts';

const LOOKS = { better: ['pass', 'ph-ok'], worse: ['error', 'ph-bad'], unclear: [undefined, 'ph-muted'], too_few: [undefined, 'ph-muted'] } as const;

/** Each measure of two versions, how much they differ, and how sure that is. */
export function ComparisonTable({ comparison: { a, b, figures } }: { readonly comparison: ComparisonDocument }): ReactElement {
  const words = useWords('sessionCatalog', sessionCatalogMessages);
  const format = useFormat();
  return (
    <div className="ph-figures ph-catalog__figures">
      <table>
        <caption className="ph-hidden">{words.compare}</caption>
        <thead>
          <tr>
            <th scope="col">{words.measure}</th>
            {[a, b].map(({ version }, side) => <th key={side} scope="col" dir="auto">{versionName(version, words)}</th>)}
            <td className="ph-catalog__span" /><th scope="col" data-minor>{words.difference}</th><th scope="col">{words.verdict}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((figure) => {
            const [icon, look] = LOOKS[figure.verdict];
            return (
              <tr key={figure.measure} data-verdict={figure.verdict}>
                <th scope="row">{words.measures[figure.measure]}</th>
                {[figure.a, figure.b].map((side, place) => <td key={place}>{sideText(figure, side, words, format)}</td>)}
                <td className="ph-catalog__span"><Span figure={figure} /></td>
                <td data-minor>{differenceText(figure, words)}</td>
                <td><span className={look}>{icon && <Icon name={icon} small />}{words.verdicts[figure.verdict]}</span></td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Where the difference lies, and the interval that holds it: what is right of the middle is more. */
function Span({ figure: { unit, difference, verdict } }: { readonly figure: ComparedFigure }): ReactElement | null {
  if (!difference) return null;
  const place = (value: number): number => Math.min(100, Math.max(0, unit === 'share' ? 50 + value * 50 : value * 100));
  const [low, high] = [place(difference.low), place(difference.high)];
  return (
    <span className="ph-catalog__track" data-verdict={verdict} dir="ltr" aria-hidden="true">
      <i style={{ left: `${low.toFixed(1)}%`, width: `${(high - low).toFixed(1)}%` }} />
      <b style={{ left: `${place(difference.value).toFixed(1)}%` }} />
    </span>
  );
}

function sideText({ unit, of }: ComparedFigure, { value, count }: ComparedSide, words: SessionCatalogMessages, format: Formatters): string {
  const written = value === null ? '–' : unit === 'share' ? format.percent(value) : unit === 'us' ? format.duration(value) : format.compact(value);
  return words.told(written, count, format.number(count), of);
}

function differenceText({ unit, difference }: ComparedFigure, words: SessionCatalogMessages): string {
  if (!difference) return '–';
  const round = (share: number): string => `${unit === 'share' && share > 0 ? '+' : ''}${String(Math.round(share * 100) || 0).replace('-', '−')}`;
  const written = [round(difference.value), round(difference.low), round(difference.high)] as const;
  return unit === 'share' ? words.points(...written) : words.larger(...written);
}

'use client';
import { useMemo, type ReactElement } from 'react';
import { isLarge, shortText } from '../../elements/text-value.ts';
import type { CardBodyProps } from '../card-body.ts';
import { outputOf } from './output-of.ts';
import { OutputPreview } from './Preview.tsx';
import { resultsOf } from './search-card.ts';

/** The first results of a search, or the beginning of a page. */
export function SearchBody({ row, context, query, onMore }: CardBodyProps): ReactElement {
  const results = resultsOf(row);
  const output = useMemo(() => {
    if (results !== undefined) return { text: shortText(results), ...(isLarge(results) && { size: results.size }) };
    return row.step ? outputOf(row.step) : { text: '' };
  }, [results, row.step]);
  return <OutputPreview {...output} failing={false} context={context} query={query} onMore={() => onMore('raw')} first />;
}

'use client';
import { useMemo, type ReactElement } from 'react';
import { isLarge, shortText } from '../../elements/text-value.ts';
import type { CardBodyProps } from '../card-body.ts';
import { OutputPreview } from './Preview.tsx';
import { detailsOf } from './failure-card.ts';

/** What is known of a failure. */
export function FailureBody({ row, context, query, onMore }: CardBodyProps): ReactElement {
  const details = detailsOf(row);
  const text = useMemo(() => shortText(details), [details]);
  return <OutputPreview text={text} size={isLarge(details) ? details.size : undefined} failing context={context} query={query} onMore={() => onMore('raw')} />;
}

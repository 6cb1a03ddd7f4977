'use client';
import { useMemo, type ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import { isLarge, shortText } from '../../elements/text-value.ts';
import type { CardBodyProps } from '../card-body.ts';
import { outputOf } from './output-of.ts';
import { OutputPreview } from './Preview.tsx';
import { contentOf } from './read-card.ts';

/** The beginning of a file that was read. */
export function ReadBody({ row, context, query, onMore }: CardBodyProps): ReactElement {
  const content = contentOf(row);
  const output = useMemo(() => (content !== undefined ? firstOf(content) : row.step ? outputOf(row.step) : { text: '' }), [content, row.step]);
  return <OutputPreview {...output} failing={false} context={context} query={query} onMore={() => onMore('raw')} first />;
}

function firstOf(content: TextValue): { readonly text: string; readonly size?: number } {
  return { text: shortText(content), ...(isLarge(content) && { size: content.size }) };
}

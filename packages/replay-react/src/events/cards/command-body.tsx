'use client';
import { useMemo, type ReactElement } from 'react';
import type { CardBodyProps } from '../card-body.ts';
import { outputOf } from './output-of.ts';
import { OutputPreview } from './Preview.tsx';

/** The lines of a command's output that say most. */
export function CommandBody({ row: { step }, context, query, onMore }: CardBodyProps): ReactElement | null {
  const output = useMemo(() => (step ? outputOf(step) : { text: '' }), [step]);
  return <OutputPreview {...output} failing={step?.status === 'failed'} context={context} query={query} onMore={() => onMore('terminal')} />;
}

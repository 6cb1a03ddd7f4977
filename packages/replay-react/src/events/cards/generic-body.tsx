'use client';
import { useMemo, type ReactElement } from 'react';
import type { CardBodyProps } from '../card-body.ts';
import { entriesOf } from './json-entries.ts';
import { KeyValues } from './KeyValues.tsx';
import { outputOf } from './output-of.ts';
import { hasOutput } from './step-output.ts';
import { OutputPreview, Well } from './Preview.tsx';

const FEW = 3;

/** What a tool printed, else what it was given. */
export function GenericBody({ row: { step, event }, context, query, onMore }: CardBodyProps): ReactElement {
  const entries = useMemo(() => entriesOf(step ? step.input : event.record.data), [step, event]);
  const output = useMemo(() => (step && hasOutput(step) ? outputOf(step) : undefined), [step]);
  if (output) return <OutputPreview {...output} failing={step?.status === 'failed'} context={context} query={query} onMore={() => onMore('raw')} first />;
  const left = entries.length - FEW;
  return <Well more={left > 0 ? context.messages.moreLines(left, context.format.number(left)) : undefined} onMore={() => onMore('raw')}><KeyValues entries={entries.slice(0, FEW)} query={query} /></Well>;
}

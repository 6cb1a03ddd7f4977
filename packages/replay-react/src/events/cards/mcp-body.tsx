'use client';
import { useMemo, type ReactElement } from 'react';
import { KeyValues } from './KeyValues.tsx';
import type { CardBodyProps } from '../card-body.ts';
import { entriesOf, resultEntries } from './json-entries.ts';
import { outputOf } from './output-of.ts';
import { hasOutput } from './step-output.ts';
import { OutputPreview, Well } from './Preview.tsx';

const FEW = 3;

/** What a call of an MCP server was given and what came back. */
export function McpBody({ row: { step }, context, query, onMore }: CardBodyProps): ReactElement | null {
  const input = useMemo(() => entriesOf(step?.input), [step?.input]);
  const result = useMemo(() => (step ? resultEntries(step) : []), [step]);
  if (!step) return null;
  const left = Math.max(0, input.length - FEW) + Math.max(0, result.length - FEW);
  const plain = result.length === 0 && hasOutput(step) ? outputOf(step) : undefined;
  return (
    <>
      {input.length + result.length > 0 && (
        <Well more={left > 0 ? context.messages.moreLines(left, context.format.number(left)) : undefined} onMore={() => onMore('raw')}>
          {input.length > 0 && <KeyValues label={context.messages.input} entries={input.slice(0, FEW)} query={query} />}
          {result.length > 0 && <KeyValues label={context.messages.result} entries={result.slice(0, FEW)} query={query} />}
        </Well>
      )}
      {plain && <OutputPreview {...plain} failing={step.status === 'failed'} context={context} query={query} onMore={() => onMore('raw')} first />}
    </>
  );
}

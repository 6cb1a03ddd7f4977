'use client';
import { useMemo, type ReactElement } from 'react';
import type { TestRun } from '@playhead/replay-core';
import type { CardBodyProps } from '../card-body.ts';
import { outputOf } from './output-of.ts';
import { hasOutput } from './step-output.ts';
import { OutputPreview } from './Preview.tsx';

/** The failing lines of a test run first. */
export function TestBody({ row: { step }, context, query, onMore }: CardBodyProps): ReactElement {
  const output = useMemo(() => (step && hasOutput(step) ? outputOf(step) : { text: casesText(step?.test) }), [step]);
  return <OutputPreview {...output} failing={(step?.test?.failed ?? 0) > 0} context={context} query={query} onMore={() => onMore(step?.terminal ? 'terminal' : 'tests')} />;
}

/** The cases as lines, for a run of which no output was kept. */
function casesText(test: TestRun | undefined): string {
  const order = { failed: 0, skipped: 1, passed: 2 };
  const signs = { failed: '\u001b[31m×\u001b[0m', skipped: '○', passed: '\u001b[32m✓\u001b[0m' };
  const cases = [...(test?.cases ?? [])].sort((a, b) => order[a.status] - order[b.status]).slice(0, 500);
  return cases.map(({ name, status, message }) => `${signs[status]} ${oneLine(name)}${message ? `\n  \u001b[31m→ ${oneLine(message)}\u001b[0m` : ''}`).join('\n');
}

function oneLine(text: string): string {
  return text.slice(0, 200).split('\n')[0] ?? '';
}

'use client';
import type { ReactElement } from 'react';
import type { CardBodyProps } from '../card-body.ts';
import { MiniDiff } from './MiniDiff.tsx';

/** The first changed lines. */
export function EditBody({ row: { step }, context, query, onMore }: CardBodyProps): ReactElement {
  return <MiniDiff changes={step?.diff ?? []} context={context} query={query} onMore={() => onMore('diff')} />;
}

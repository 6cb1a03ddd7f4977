'use client';
import type { ReactElement } from 'react';
import { KeyValues } from './KeyValues.tsx';
import type { CardBodyProps } from '../card-body.ts';
import { entriesOf } from './json-entries.ts';
import { Well } from './Preview.tsx';

/** What a skill was given. */
export function SkillBody({ row: { step }, query }: CardBodyProps): ReactElement {
  return <Well><KeyValues entries={entriesOf(step?.input).slice(0, 6)} query={query} /></Well>;
}

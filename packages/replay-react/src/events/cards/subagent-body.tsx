'use client';
import type { ReactElement } from 'react';
import { RecordedText } from '../../elements/RecordedText.tsx';
import type { CardBodyProps } from '../card-body.ts';
import { saidBy } from './subagent-card.ts';

const LONGEST = 400;

/** What a subagent said at the end. */
export function SubagentBody({ row, query }: CardBodyProps): ReactElement {
  const text = saidBy(row);
  return <div className="ph-prose ph-prose--flush"><RecordedText text={text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text} query={query} /></div>;
}

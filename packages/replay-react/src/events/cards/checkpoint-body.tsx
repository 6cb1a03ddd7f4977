'use client';
import type { ReactElement } from 'react';
import { RecordedText } from '../../elements/RecordedText.tsx';
import type { CardBodyProps } from '../card-body.ts';
import { described } from './checkpoint-card.ts';

const LONGEST = 400;

/** What a checkpoint or a moment was described with. */
export function CheckpointBody({ row, query }: CardBodyProps): ReactElement {
  return <div className="ph-prose ph-prose--flush"><RecordedText text={described(row).slice(0, LONGEST)} query={query} /></div>;
}

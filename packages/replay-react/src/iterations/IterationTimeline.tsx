'use client';
import type { ReactElement } from 'react';
import type { Iteration } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { decisionLook } from './decision-look.ts';
import { iterationsMessages } from './iterations-messages.ts';

/** More rounds than this are too narrow to be pressed; the list below has them all. */
const MOST = 24;
const BAR = { display: 'flex', gap: 2, padding: '8px 16px', overflowX: 'auto' } as const;

/** Props of {@link IterationTimeline}. */
export interface IterationTimelineProps {
  readonly rounds: readonly Iteration[];
  /** The place of the round at the playhead; negative for none. */
  readonly current: number;
  readonly onSelect: (round: Iteration) => void;
}

/** The rounds side by side, each as wide as it was long; the last ones where there are many. A click goes to where a round began. */
export function IterationTimeline({ rounds, current, onSelect }: IterationTimelineProps): ReactElement {
  const words = useWords('iterations', iterationsMessages);
  const format = useFormat();
  const from = Math.max(0, rounds.length - MOST);
  const shown = rounds.slice(from);
  const longest = Math.max(1, ...shown.map(lengthOf));
  return (
    <div role="group" aria-label={words.timeline} style={BAR}>
      {shown.map((round, place) => {
        const { icon, look, words: decided } = decisionLook(round, words);
        const name = `${words.round(format.number(round.index))}, ${decided}, ${format.duration(lengthOf(round))}`;
        return (
          <button
            key={round.eventId} type="button" className={`ph-badge ph-badge--${look}`} aria-label={name} title={name} aria-current={from + place === current || undefined}
            style={{ flex: `${Math.max(0.05, lengthOf(round) / longest)} 1 0`, minInlineSize: 24, overflow: 'hidden', justifyContent: 'center', ...(from + place === current && { outline: '1px solid currentColor' }) }} onClick={() => onSelect(round)}
          >
            <Icon name={icon} />{format.number(round.index)}
          </button>
        );
      })}
    </div>
  );
}

function lengthOf({ startedAt, at }: Iteration): number {
  return at - startedAt;
}

'use client';
import { useMemo, useState } from 'react';
import { iterationsOf, type ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { State } from '../elements/State.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useCalmModel } from '../stats/use-calm-model.ts';
import { IterationTimeline } from './IterationTimeline.tsx';
import { IterationView } from './IterationView.tsx';
import { iterationsMessages } from './iterations-messages.ts';

/** Rounds that are drawn at once; a button draws as many more. */
const PIECE = 50;

const timeOf = ({ model, currentIndex }: ReplayState): number => model.events[currentIndex]?.record.at ?? 0;

/**
 * The rounds of an actor-critic loop: how long each took and how it ended, and what the critic said of each. A click moves the playhead.
 *
 * @example
 * ```tsx
 * <ReplayRoot url={url}><Iterations /></ReplayRoot>
 * ```
 */
export const Iterations: Part<PartProps> = definePart<PartProps>('Iterations', ({ className, style }, ref) => {
  const words = useWords('iterations', iterationsMessages);
  const format = useFormat();
  const store = useReplayStore();
  const model = useCalmModel();
  const at = useReplayState(timeOf);
  const running = useReplayState(({ model: { session } }) => session.status === 'recording');
  const rounds = useMemo(() => iterationsOf(model), [model]);
  const [most, setMost] = useState(PIECE);
  const { outcome, confidence, maxIterations } = model.session;
  const current = rounds.findIndex((round) => at <= round.at);
  const left = rounds.length - most;
  const state = rounds.length === 0 ? 'empty' : running ? 'running' : (outcome ?? 'ended');
  return (
    <section ref={ref} className={classes('ph-tests', className)} style={style} data-part="iterations" data-state={state} aria-label={words.label}>
      {rounds.length === 0 ? <State icon="checkpoint" title={words.noneTitle}>{words.none}</State> : (
        <>
          <div className="ph-tests__sum">
            <span className="ph-med">{words.ofMost(rounds.length, format.number(rounds.length), typeof maxIterations === 'number' ? format.number(maxIterations) : undefined)}</span>
            <span className="ph-grow" />
            {running && <span className="ph-badge"><Icon name="spin" className="ph-spin" />{words.running}</span>}
            {confidence !== undefined && <span className="ph-muted">{words.confidence(`${format.number(Math.round(confidence * 100))} %`)}</span>}
          </div>
          <IterationTimeline rounds={rounds} current={current} onSelect={(round) => store.select(round.firstEventId)} />
          <ol className="ph-tests__list" aria-label={words.trail}>
            {rounds.slice(0, most).map((round, place) => <IterationView key={round.eventId} round={round} current={place === current} />)}
            {left > 0 && <li><button type="button" className="ph-test ph-test--more" onClick={() => setMost(most + PIECE)}><Icon name="chev-d" small /><span>{words.more(left, format.number(left))}</span></button></li>}
          </ol>
        </>
      )}
    </section>
  );
});

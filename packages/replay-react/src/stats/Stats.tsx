'use client';
import { useEffect, useState, type ComponentType } from 'react';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import type { StatsViewProps } from './StatsView.tsx';
import { useCalmModel } from './use-calm-model.ts';
import { statsMessages } from './stats-messages.ts';

/**
 * A session in figures: tokens, cost, time and errors over its turns, and where the time went by kind, tool and agent.
 * What counts and draws is loaded when it is shown.
 *
 * @example
 * ```tsx
 * <ReplayRoot url={url}><Stats /></ReplayRoot>
 * ```
 */
export const Stats: Part<PartProps> = definePart('Stats', ({ className, style }, ref) => {
  const words = useWords('stats', statsMessages);
  const live = useReplayState((state) => state.live);
  const model = useCalmModel();
  const View = useView();
  return (
    <section ref={ref} className={classes('ph-statistics', className)} style={style} data-part="stats" data-live={live} aria-label={words.label} aria-busy={!View}>
      {View ? <View model={model} /> : <div className="ph-stats ph-statistics__figures" role="status" aria-label={words.loading}>{[0, 1, 2, 3].map((index) => <div key={index} className="ph-stat"><i className="ph-skel" style={{ width: 64 }} /><i className="ph-skel" style={{ width: '70%', marginBlock: 10 }} /><span style={{ blockSize: 36 }} /></div>)}</div>}
    </section>
  );
});

function useView(): ComponentType<StatsViewProps> | undefined {
  const [loaded, setLoaded] = useState<{ readonly View: ComponentType<StatsViewProps> }>();
  useEffect(() => {
    let gone = false;
    import('./StatsView.tsx').then(
      ({ StatsView }) => { if (!gone) setLoaded({ View: StatsView }); },
      () => undefined, // the skeleton stays; another look at the part tries again
    );
    return () => { gone = true; };
  }, []);
  return loaded?.View;
}

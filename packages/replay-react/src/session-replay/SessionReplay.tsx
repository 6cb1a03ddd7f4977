'use client';
import { useState, type ReactElement } from 'react';
import { classes } from '../elements/define-part.ts';
import { State } from '../elements/State.tsx';
import { Events } from '../events/Events.tsx';
import { Header } from '../header/Header.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import type { InspectorTab } from '../view/replay-view.ts';
import { Outline } from '../outline/Outline.tsx';
import { ReplayRoot, useReplayState, type ReplayRootLook, type ReplayRootSource } from '../replay/ReplayRoot.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { Transport } from '../transport/Transport.tsx';

/** Props of {@link SessionReplay}. It is at least 640 px high: give it a height in `style`, or let it fill its parent. */
export interface SessionReplayProps extends ReplayRootSource, ReplayRootLook {
  /** The tab that is open at first. Default `terminal`. */
  readonly defaultTab?: InspectorTab;
}

/**
 * A whole replay: header, timeline, transport, events and inspector. Needs `@playhead/replay-react/styles.css`.
 *
 * Give it one of `store`, `source` and `url`. Keys while the focus is inside: Space plays, ← → step,
 * n N go to errors, Home goes to the start, End and L go live.
 *
 * @example
 * ```tsx
 * <SessionReplay url="/api/v1/sessions/01890a5d-ac96-774b-bcce-b302099a8057/records" />
 * ```
 */
export function SessionReplay({ defaultTab, className, ...root }: SessionReplayProps): ReactElement {
  return (
    <ReplayRoot {...root} className={classes('ph-root', className)} defaultTab={defaultTab} fallback={<State icon="clock" title="Loading the session" />}>
      <Panes />
    </ReplayRoot>
  );
}

function Panes(): ReactElement {
  const { status, error, empty } = useReplayState((state) => ({ status: state.status, error: state.error, empty: state.model.events.length === 0 }));
  const [pane, setPane] = useState<'events' | 'inspector'>('events');
  if (status === 'error' && empty) return <div role="alert"><State icon="alert" title="The session could not be opened">{error?.message}</State></div>;
  return (
    <div className="ph-app" data-pane={pane} data-status={status}>
      <Header />
      <Timeline />
      <Transport />
      <div className="ph-switch">
        <div className="ph-seg" role="group" aria-label="Pane">
          <button type="button" aria-pressed={pane === 'events'} onClick={() => setPane('events')}>Events</button>
          <button type="button" aria-pressed={pane === 'inspector'} onClick={() => setPane('inspector')}>Inspector</button>
        </div>
      </div>
      <div className="ph-panes">
        <section className="ph-pane ph-pane--outline" aria-label="Outline"><div className="ph-pane__bar"><h3 className="ph-pane__title">Outline</h3></div><div className="ph-scroll"><Outline /></div></section>
        <section className="ph-pane ph-pane--events" aria-label="Events">
          <div className="ph-pane__bar"><h3 className="ph-pane__title ph-grow">Events</h3>{status === 'error' && <span className="ph-bad" role="alert" title={error?.message}>The rest could not be loaded</span>}</div>
          <div className="ph-feedpane"><Events /></div>
        </section>
        <section className="ph-pane ph-pane--inspector" aria-label="Inspector"><Inspector /></section>
      </div>
    </div>
  );
}

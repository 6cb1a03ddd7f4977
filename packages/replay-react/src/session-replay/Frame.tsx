'use client';
import { useContext, useId, type ReactElement } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { OnceDrawn } from '../elements/OnceDrawn.tsx';
import { useSoon } from '../elements/use-soon.ts';
import { Events } from '../events/Events.tsx';
import { Header } from '../header/Header.tsx';
import { Inspector } from '../inspector/Inspector.tsx';
import { Outline } from '../outline/Outline.tsx';
import { ReopenContext, useReplayState } from '../replay/StoreContext.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { Shortcuts } from '../shortcuts/Shortcuts.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import { Transport } from '../transport/Transport.tsx';
import { useReplayView } from '../view/ViewContext.tsx';
import { Empty } from './Empty.tsx';
import { EventsBar } from './EventsBar.tsx';
import { Failed } from './Failed.tsx';
import { Loading } from './Loading.tsx';
import { Notice } from './Notice.tsx';
import { OutlinePane } from './OutlinePane.tsx';
import { PaneTabs } from './PaneTabs.tsx';
import { Private } from './Private.tsx';
import type { SessionReplaySlotProps, SessionReplaySlots } from './slots.ts';
import { sessionReplayMessages } from './session-replay-messages.ts';

/** How the panes of a replay stand. */
export type SessionReplayLayout = 'auto' | 'columns' | 'stacked' | 'compact';

/** Props of {@link Frame}. */
export interface FrameProps {
  readonly layout: SessionReplayLayout;
  readonly slots: SessionReplaySlots;
  readonly slotProps: SessionReplaySlotProps;
}

const pick = ({ status, error, model, live, playing }: ReplayState): Pick<ReplayState, 'status' | 'live' | 'playing'> & { readonly error: ReplayState['error']; readonly empty: boolean; readonly dropped: boolean } => ({
  status, error, live, playing, empty: model.events.length === 0, dropped: model.session.dropped !== undefined,
});

/** The parts of a replay in their places, or what stands in their place while there are no events. */
export function Frame({ layout, slots, slotProps }: FrameProps): ReactElement {
  const { status, error, empty, dropped, live, playing } = useReplayState(pick);
  const retry = useContext(ReopenContext);
  const drawable = useSoon(!empty);
  if (dropped) return <Private />;
  if (!drawable) {
    if (status === 'loading' || !empty) return slots.loading ? <slots.loading /> : <Loading><Notice /></Loading>;
    if (status === 'error') return slots.error ? <slots.error error={error} retry={retry} /> : <Failed error={error} retry={retry} />;
    return slots.empty ? <slots.empty /> : <Empty />;
  }
  return <Panes {...{ layout, slots, slotProps, status, live, playing }} />;
}

type PanesProps = FrameProps & Pick<ReplayState, 'status' | 'live' | 'playing'>;

/** The rows are drawn first: the panes beside them come once those are seen, one after the other. */
function Panes({ layout, slots, slotProps, status, live, playing }: PanesProps): ReactElement {
  const { pane, tab, layer } = useReplayView();
  const words = useWords('sessionReplay', sessionReplayMessages);
  const id = useId();
  const [TimelineSlot, TransportSlot, EventsSlot, InspectorSlot, OutlineSlot] = [slots.timeline ?? Timeline, slots.transport ?? Transport, slots.events ?? Events, slots.inspector ?? Inspector, slots.outline ?? Outline];
  return (
    <div className="ph-app" data-layout={layout} data-pane={pane} data-tab={tab} data-layer={layer} data-status={status} data-live={live} data-playing={playing}>
      {slots.header ? <slots.header {...slotProps.header} /> : <Header {...slotProps.header}>{slots.headerActions && <slots.headerActions />}</Header>}
      <TimelineSlot {...slotProps.timeline} />
      <TransportSlot {...slotProps.transport} />
      <PaneTabs idBase={id} />
      <div id={`${id}-panel`} className="ph-panes">
        <OutlinePane id={`${id}-pane-outline`}><OnceDrawn behind={2} now={pane === 'outline' || layer === 'outline'}><OutlineSlot {...slotProps.outline} /></OnceDrawn></OutlinePane>
        <section id={`${id}-pane-events`} className="ph-pane ph-pane--events" aria-label={words.events}>
          <EventsBar outlineId={`${id}-pane-outline`} />
          <div className="ph-feedpane"><EventsSlot {...slotProps.events} /></div>
        </section>
        <section id={`${id}-pane-inspector`} className="ph-pane ph-pane--inspector" aria-label={words.inspector}><OnceDrawn behind={3} now={pane === 'inspector'}><InspectorSlot {...slotProps.inspector} /></OnceDrawn></section>
      </div>
      <Notice />
      <Shortcuts />
    </div>
  );
}

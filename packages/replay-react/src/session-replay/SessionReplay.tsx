'use client';
import { useMemo, type ReactElement } from 'react';
import { classes, definePart, type Part } from '../elements/define-part.ts';
import { LaterProvider } from '../events/LaterProvider.ts';
import { RootOfPart } from '../replay/ReplayRoot.tsx';
import type { ReplayRootProps } from '../replay/root-props.ts';
import { Frame, type SessionReplayLayout } from './Frame.tsx';
import { Loading } from './Loading.tsx';
import type { SessionReplaySlotProps, SessionReplaySlots } from './slots.ts';

/** Props of {@link SessionReplay}. It is at least 640 px high: give it a height in `style`, or let it fill its parent. */
export interface SessionReplayProps extends Omit<ReplayRootProps, 'children' | 'fallback'> {
  /** How the panes stand: `auto` by the width that there is, else always the same. Default `auto`. */
  readonly layout?: SessionReplayLayout | undefined;
  readonly slots?: SessionReplaySlots | undefined;
  readonly slotProps?: SessionReplaySlotProps | undefined;
}

const NO_SLOTS: SessionReplaySlots & SessionReplaySlotProps = {};

/**
 * A whole replay: header, timeline, transport, outline, events and inspector. Needs `@playhead/replay-react/styles.css`.
 *
 * Give it one of `store`, `source` and `url`. `?` shows its keys while the focus is inside.
 *
 * @example
 * ```tsx
 * <SessionReplay url="/api/v1/sessions/01890a5d-ac96-774b-bcce-b302099a8057/records" />
 * ```
 */
export const SessionReplay: Part<SessionReplayProps, HTMLDivElement> = definePart<SessionReplayProps, HTMLDivElement>(
  'SessionReplay',
  function SessionReplay({ layout = 'auto', slots = NO_SLOTS, slotProps = NO_SLOTS, className, ...root }, ref): ReactElement {
    const Waiting = slots.loading ?? Loading;
    const attributes = useMemo(() => ({ 'data-part': 'session-replay', 'data-layout': layout }), [layout]);
    return (
      <LaterProvider>
        <RootOfPart {...root} rootRef={ref} attributes={attributes} className={classes('ph-root', className)} fallback={<Waiting />}>
          <Frame layout={layout} slots={slots} slotProps={slotProps} />
        </RootOfPart>
      </LaterProvider>
    );
  },
);

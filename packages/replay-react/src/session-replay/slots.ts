import type { ComponentProps, ComponentType } from 'react';
import type { PlayheadError } from '@playhead/protocol';
import type { PartProps } from '../elements/define-part.ts';
import type { Events } from '../events/Events.tsx';
import type { Header } from '../header/Header.tsx';
import type { Inspector } from '../inspector/Inspector.tsx';
import type { Outline } from '../outline/Outline.tsx';
import type { Timeline } from '../timeline/Timeline.tsx';
import type { Transport } from '../transport/Transport.tsx';

/** What a component in the place of the error page gets. */
export interface SessionErrorProps {
  /** What went wrong. Its message is for people. */
  readonly error: PlayheadError | undefined;
  /** Loads the session again; absent where only the host can. */
  readonly retry: (() => void) | undefined;
}

/** Components in the place of ours. Keep their identity between renders. */
export interface SessionReplaySlots {
  readonly header?: ComponentType<PartProps>;
  /** Stands before the actions of our header. */
  readonly headerActions?: ComponentType;
  readonly timeline?: ComponentType<PartProps>;
  readonly transport?: ComponentType<PartProps>;
  readonly outline?: ComponentType<PartProps>;
  readonly events?: ComponentType<PartProps>;
  readonly inspector?: ComponentType<PartProps>;
  /** In the place of everything while a session has no events. */
  readonly empty?: ComponentType;
  /** In the place of everything when nothing could be loaded. */
  readonly error?: ComponentType<SessionErrorProps>;
  /** Until the first events are there, and on a server without a `store`. */
  readonly loading?: ComponentType;
}

type PropsOf<Component> = Component extends ComponentType<infer Props> ? Partial<Omit<Props, 'children' | 'ref'>> : Partial<Omit<ComponentProps<never>, 'children' | 'ref'>>;

/** Props for our components, or for those in their place. */
export interface SessionReplaySlotProps {
  readonly header?: PropsOf<typeof Header>;
  readonly timeline?: PropsOf<typeof Timeline>;
  readonly transport?: PropsOf<typeof Transport>;
  readonly outline?: PropsOf<typeof Outline>;
  readonly events?: PropsOf<typeof Events>;
  readonly inspector?: PropsOf<typeof Inspector>;
}

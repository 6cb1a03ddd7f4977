import type { ReplayStore } from '@playhead/replay-core';
import type { ReplaySettings } from '../settings/replay-settings.ts';
import type { ReplayView, ReplayViewActions } from '../view/replay-view.ts';

/** Everything that a command may read and change. */
export interface CommandContext {
  readonly store: ReplayStore;
  /** The element of the replay, for moving the focus within it. */
  readonly root: HTMLElement | null;
  readonly view: ReplayView;
  readonly actions: ReplayViewActions;
  readonly settings: ReplaySettings;
}

/** Does what was asked for. @returns Whether there was something to do. */
export type Command = (context: CommandContext) => boolean;

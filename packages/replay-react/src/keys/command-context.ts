import type { ReplayStore } from '@playhead/replay-core';
import type { ReviewContextValue } from '../review/ReviewProvider.tsx';
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
  /** What is said of the session, and by whom. */
  readonly review: Pick<ReviewContextValue, 'annotate' | 'author' | 'reader'>;
}

/** Does what was asked for. @returns Whether there was something to do. */
export type Command = (context: CommandContext) => boolean;

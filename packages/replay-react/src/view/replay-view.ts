import type { ReplayCommand, ReplayLocation } from '@playhead/replay-core';

/** The tabs of the inspector. */
export type InspectorTab = 'terminal' | 'diff' | 'files' | 'tests' | 'output' | 'raw' | 'notes' | 'review' | 'stats' | 'iterations';

/** The tabs of the inspector in their order: the first seven have the keys 1 to 7, the review has its own, the statistics have none, nor have the iterations, which only sessions with iterations have. */
export const inspectorTabs: readonly InspectorTab[] = ['terminal', 'diff', 'files', 'tests', 'output', 'raw', 'notes', 'review', 'stats', 'iterations'];

/** The panes of a replay; where there is room for one only, they are tabs. */
export type ReplayPane = 'events' | 'outline' | 'inspector';

/** What lies over a replay. */
export type ReplayLayer = 'shortcuts' | 'filters' | 'outline' | 'actions';

/** What is open, where, and what was ticked off: everything on the screen that is no part of the recording. */
export interface ReplayView {
  readonly tab: InspectorTab;
  readonly pane: ReplayPane;
  /** At most one layer is open. */
  readonly layer?: ReplayLayer | undefined;
  /** Keys of files that were read, see `viewedKey`: a file with other changes has another key. */
  readonly viewed: ReadonlySet<string>;
  /** Whether the user left shortcuts of a single character on. */
  readonly singleKeys: boolean;
}

/** What parts do to the view. */
export interface ReplayViewActions {
  /** Opens a tab; in a replay with one pane also the inspector. */
  setTab(tab: InspectorTab): void;
  setPane(pane: ReplayPane): void;
  setLayer(layer: ReplayLayer | undefined): void;
  setViewed(key: string, viewed: boolean): void;
  /** Switches shortcuts of a single character on or off. */
  setSingleKeys(on: boolean): void;
  /** Does what a key asks for; buttons use it too. @returns Whether there was something to do. */
  run(command: ReplayCommand): boolean;
  /** Says a sentence to assistive technology, politely. */
  announce(text: string): void;
  /** The address of a place, for a link. Default: of this moment. */
  link(to?: ReplayLocation): string;
}

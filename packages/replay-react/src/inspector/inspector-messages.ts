import type { InspectorTab } from '../view/replay-view.ts';

/** Words of inspector. */
export interface InspectorMessages {
  /** What assistive technology calls it. */
  readonly label: string;
  readonly tabs: Readonly<Record<InspectorTab, string>>;
  readonly failed: (count: number, written: string) => string;
  readonly moreTabs: string;
  readonly loading: string;
}

/** The English words. */
export const inspectorMessages: InspectorMessages = {
  label: 'Inspector',
  tabs: { terminal: 'Terminal', diff: 'Diff', files: 'Files', tests: 'Tests', output: 'Output', raw: 'Raw', notes: 'Notes', review: 'Review', stats: 'Statistics', iterations: 'Iterations' },
  failed: (_count, written) => `${written} failed`,
  moreTabs: 'More tabs',
  loading: 'Loading',
};

'use client';
import { createElement, lazy, memo, Suspense, type ComponentType, type LazyExoticComponent, type ReactElement } from 'react';
import { Diff } from '../diff/Diff.tsx';
import { FinalOutput } from '../final-output/FinalOutput.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { Terminal } from '../terminal/Terminal.tsx';
import type { InspectorTab } from '../view/replay-view.ts';
import { inspectorMessages } from './inspector-messages.ts';

/** Components that take the place of ours in the inspector. */
export type InspectorPanels = { readonly [Tab in InspectorTab]?: ComponentType | undefined };

/** Panels that are opened less often come when they are. */
const LATER = {
  files: () => import('../files/Files.tsx').then(({ Files }) => ({ default: Files })),
  tests: () => import('../test-results/TestResults.tsx').then(({ TestResults }) => ({ default: TestResults })),
  raw: () => import('../raw/Raw.tsx').then(({ Raw }) => ({ default: Raw })),
  notes: () => import('../notes/Notes.tsx').then(({ Notes }) => ({ default: Notes })),
  review: () => import('../review/ReviewQueue.tsx').then(({ ReviewQueue }) => ({ default: ReviewQueue })),
  stats: () => import('../stats/Stats.tsx').then(({ Stats }) => ({ default: Stats })),
  iterations: () => import('../iterations/Iterations.tsx').then(({ Iterations }) => ({ default: Iterations })),
} as const;

const Files: LazyExoticComponent<ComponentType> = lazy<ComponentType>(LATER.files);
const Tests: LazyExoticComponent<ComponentType> = lazy<ComponentType>(LATER.tests);
const Raw: LazyExoticComponent<ComponentType> = lazy<ComponentType>(LATER.raw);
const Notes: LazyExoticComponent<ComponentType> = lazy<ComponentType>(LATER.notes);
const Review: LazyExoticComponent<ComponentType> = lazy<ComponentType>(LATER.review);
const Statistics: LazyExoticComponent<ComponentType> = lazy<ComponentType>(LATER.stats);
const Rounds: LazyExoticComponent<ComponentType> = lazy<ComponentType>(LATER.iterations);

/** Fetches the code of a panel, so that it is there when it is opened. */
export function preloadPanel(tab: InspectorTab): void {
  if (tab in LATER) LATER[tab as keyof typeof LATER]().catch(() => undefined); // one of the keys, as just asked; without it the panel asks again when opened
}

/** Props of {@link InspectorPanel}. */
export interface InspectorPanelProps {
  readonly tab: InspectorTab;
  readonly panels?: InspectorPanels | undefined;
}

/** The content of one tab, as large as its parent from the first moment. A count beside a tab must not reach it while it takes over what a server drew. */
export const InspectorPanel: ComponentType<InspectorPanelProps> = memo(function InspectorPanel({ tab, panels }: InspectorPanelProps): ReactElement {
  const { loading } = useWords('inspector', inspectorMessages);
  const own = panels?.[tab];
  return <Suspense fallback={<div className="ph-fill" role="status" aria-label={loading} />}>{own ? createElement(own) : ours(tab)}</Suspense>;
});

function ours(tab: InspectorTab): ReactElement {
  switch (tab) {
    case 'terminal': return <Terminal />;
    case 'diff': return <Diff />;
    case 'files': return <Files />;
    case 'tests': return <Tests />;
    case 'output': return <FinalOutput />;
    case 'raw': return <Raw />;
    case 'notes': return <Notes />;
    case 'review': return <Review />;
    case 'stats': return <Statistics />;
    case 'iterations': return <Rounds />;
  }
}

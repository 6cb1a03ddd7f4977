'use client';
import { useId } from 'react';
import { DiffViewProvider } from '../diff/DiffViewProvider.tsx';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { InspectorPanel, preloadPanel, type InspectorPanels } from './InspectorPanel.tsx';
import { TabBar } from './TabBar.tsx';
import { useInspectorTabs } from './use-inspector-tabs.ts';
import { inspectorMessages } from './inspector-messages.ts';

/** Props of {@link Inspector}. */
export interface InspectorProps extends PartProps {
  /** Components that take the place of ours, by tab. */
  readonly panels?: InspectorPanels | undefined;
}

/**
 * What there is to see at the playhead: terminal, changes, files, tests, answer, raw records and notes, as tabs with
 * counts. Only the chosen one is drawn.
 *
 * @example
 * ```tsx
 * <ReplayRoot source={source}><Inspector panels={{ diff: OwnDiff }} /></ReplayRoot>
 * ```
 */
export const Inspector: Part<InspectorProps, HTMLDivElement> = definePart<InspectorProps, HTMLDivElement>('Inspector', ({ className, style, panels }, ref) => {
  const { label } = useWords('inspector', inspectorMessages);
  const { tab } = useReplayView();
  const { setTab } = useReplayViewActions();
  const tabs = useInspectorTabs();
  const id = useId();
  return (
    <div ref={ref} className={classes('ph-inspector', className)} style={style} data-part="inspector" data-tab={tab}>
      <DiffViewProvider>
        <TabBar tabs={tabs} selected={tab} onSelect={setTab} label={label} idBase={id} onNear={preloadPanel} />
        <div className="ph-scroll" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`} tabIndex={0}><InspectorPanel tab={tab} panels={panels} /></div>
      </DiffViewProvider>
    </div>
  );
});

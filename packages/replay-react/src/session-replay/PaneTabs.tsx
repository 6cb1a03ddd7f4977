'use client';
import { useMemo, type ReactElement } from 'react';
import { TabBar } from '../inspector/TabBar.tsx';
import { useInspectorTabs, type TabItem } from '../inspector/use-inspector-tabs.ts';
import { useReplayState } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import type { InspectorTab } from '../view/replay-view.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

type PaneTab = 'events' | 'outline' | InspectorTab;

/** Panes and tabs of a replay that has room for one of them, in one row. Shown by the style sheet where that is so. */
export function PaneTabs({ idBase }: { readonly idBase: string }): ReactElement {
  const words = useWords('sessionReplay', sessionReplayMessages);
  const format = useFormat();
  const { pane, tab } = useReplayView();
  const { setPane, setTab } = useReplayViewActions();
  const count = useReplayState(({ shown, model }) => (shown.narrowed ? shown.count : model.events.length));
  const inspector = useInspectorTabs();
  const tabs = useMemo((): readonly TabItem<PaneTab>[] => [
    { id: 'events', label: words.events, count: format.number(count) }, { id: 'outline', label: words.outline }, ...inspector,
  ], [words, format, count, inspector]);
  const open = (name: PaneTab): void => { if (name === 'events' || name === 'outline') setPane(name); else setTab(name); };
  return <div className="ph-panetabs"><TabBar tabs={tabs} selected={pane === 'inspector' ? tab : pane} onSelect={open} label={words.panes} idBase={idBase} /></div>;
}

'use client';
import { useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { ReplayStore } from '@playhead/replay-core';
import { useKeyMap } from '../keys/use-key-map.ts';
import { MarkdownProvider } from '../markdown/MarkdownProvider.tsx';
import { SettingsContext } from '../settings/SettingsContext.tsx';
import { useRootSettings } from '../settings/use-root-settings.ts';
import { createVisibleRange, VisibleRangeContext } from '../timeline/visible-range.ts';
import { createAnnouncer, type Announcer } from '../view/announcer.ts';
import { LiveRegion } from '../view/LiveRegion.tsx';
import { useView, type ViewServices } from '../view/use-view.ts';
import { ViewActionsContext, ViewContext } from '../view/ViewContext.tsx';
import { RootServices } from './RootServices.tsx';
import type { ReplayRootProps } from './root-props.ts';
import { ReopenContext, StoreContext } from './StoreContext.tsx';
import { useSource } from './use-source.ts';

export { useReplayState, useReplayStore } from './StoreContext.tsx';
export type { ReplayRootAddress, ReplayRootBehaviour, ReplayRootLook, ReplayRootProps, ReplayRootSelection, ReplayRootSource, ReplayRootTime } from './root-props.ts';

/**
 * Hands a replay to all parts below it, in one plain element that carries look, direction and keys.
 *
 * Give it one of `store`, `source` and `url`. A moment asked for by `time`, `selectedId` or `location` is where it opens,
 * also while the session is live. What is given without `default` in its name is controlled.
 *
 * @example
 * ```tsx
 * <ReplayRoot url={`/api/v1/sessions/${id}/records`}><Timeline /><Events /></ReplayRoot>
 * ```
 */
export function ReplayRoot(props: ReplayRootProps): ReactElement {
  const { children, fallback, theme = 'auto', density = 'comfortable', dir, className, style, tab, defaultTab = 'terminal', onTabChange } = props;
  const { store, reopen } = useSource(props);
  const settings = useRootSettings(props);
  const root = useRef<HTMLDivElement>(null);
  const announcer = useOnce(createAnnouncer);
  const services = useRef<ViewServices>(IDLE_SERVICES);
  const [view, actions] = useView({ tab, defaultTab, onTabChange }, services);
  const onKeyDown = useKeyMap({ keyMap: settings.keyMap, singleKeys: view.singleKeys, run: actions.run });
  return (
    <div ref={root} data-ph="" className={className} data-theme={theme === 'auto' ? undefined : theme} data-density={density} dir={dir} style={style} tabIndex={-1} onKeyDown={onKeyDown}>
      <SettingsContext.Provider value={settings}>
        <ReopenContext.Provider value={reopen}>
          <ViewActionsContext.Provider value={actions}>
            <ViewContext.Provider value={view}>
              {store ? <Connected store={store} announcer={announcer}><RootServices props={props} root={root} servicesRef={services} announcer={announcer} firstTab={defaultTab} />{children}</Connected> : fallback}
            </ViewContext.Provider>
          </ViewActionsContext.Provider>
        </ReopenContext.Provider>
      </SettingsContext.Provider>
    </div>
  );
}

function Connected({ store, announcer, children }: { readonly store: ReplayStore; readonly announcer: Announcer; readonly children: ReactNode }): ReactElement {
  const visible = useOnce(createVisibleRange);
  return (
    <StoreContext.Provider value={store}>
      <LiveRegion announcer={announcer} />
      <VisibleRangeContext.Provider value={visible}><MarkdownProvider>{children}</MarkdownProvider></VisibleRangeContext.Provider>
    </StoreContext.Provider>
  );
}

/** Before there is a replay nothing can be run, said or linked to. */
const IDLE_SERVICES: ViewServices = { run: () => false, announce: () => undefined, link: () => '' };

function useOnce<Value>(make: () => Value): Value {
  const [value] = useState(make);
  return value;
}

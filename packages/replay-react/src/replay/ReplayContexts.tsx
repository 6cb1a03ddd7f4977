'use client';
import { createContext, useContext, useRef, type Context, type ReactElement, type ReactNode, type RefObject } from 'react';
import { useUnderRoot } from '../elements/use-under-root.ts';
import { ReviewProvider } from '../review/ReviewProvider.tsx';
import { createVisibleRange, VisibleRangeContext } from '../timeline/visible-range.ts';
import { useOnce } from './use-once.ts';
import { useView, type ViewServices } from '../view/use-view.ts';
import { ViewActionsContext, ViewContext } from '../view/ViewContext.tsx';
import { HostBinding } from './HostBinding.tsx';
import type { ReplayProviderProps } from './root-props.ts';
import { ReopenContext, StoreContext } from './StoreContext.tsx';
import { useSource } from './use-source.ts';

/** What commands, links and announcements of the view do; filled in below by those who can. */
const ServicesContext: Context<RefObject<ViewServices> | undefined> = createContext<RefObject<ViewServices> | undefined>(undefined);

/** Before there is a replay nothing can be run, said or linked to. */
const IDLE_SERVICES: ViewServices = { run: () => false, announce: () => undefined, link: () => '' };

/** The services of the view above. */
export function useServices(): RefObject<ViewServices> {
  return useUnderRoot(ServicesContext);
}

/** Opens a replay and hands it and its view down. Its children are there before the replay is. */
export function ReplayContexts({ children, ...props }: Omit<ReplayProviderProps, 'fallback'>): ReactElement {
  const { tab, defaultTab = 'terminal', onTabChange } = props;
  const { store, reopen } = useSource(props);
  const services = useRef<ViewServices>(IDLE_SERVICES);
  const [view, actions] = useView({ tab, defaultTab, onTabChange }, services);
  const visible = useOnce(createVisibleRange);
  return (
    <ServicesContext.Provider value={services}>
      <ReopenContext.Provider value={reopen}>
        <ViewActionsContext.Provider value={actions}>
          <ViewContext.Provider value={view}>
            <VisibleRangeContext.Provider value={visible}>
              <StoreContext.Provider value={store}>
                {store && <HostBinding props={props} servicesRef={services} firstTab={defaultTab} />}
                <ReviewProvider store={store} props={props}>{children}</ReviewProvider>
              </StoreContext.Provider>
            </VisibleRangeContext.Provider>
          </ViewContext.Provider>
        </ViewActionsContext.Provider>
      </ReopenContext.Provider>
    </ServicesContext.Provider>
  );
}

/** Its children once there is a replay. */
export function WhenOpen({ children, fallback }: { readonly children: ReactNode; readonly fallback?: ReactNode }): ReactNode {
  return useContext(StoreContext) ? children : fallback;
}

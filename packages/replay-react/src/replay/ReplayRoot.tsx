'use client';
import { useImperativeHandle, useRef, type ForwardedRef, type ReactElement } from 'react';
import { useKeyMap } from '../keys/use-key-map.ts';
import { MarkdownProvider } from '../markdown/MarkdownProvider.tsx';
import { SettingsContext, useSettings } from '../settings/SettingsContext.tsx';
import { useRootSettings } from '../settings/use-root-settings.ts';
import { createAnnouncer } from '../view/announcer.ts';
import { LiveRegion } from '../view/LiveRegion.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { ReplayContexts, WhenOpen } from './ReplayContexts.tsx';
import { RootServices } from './RootServices.tsx';
import type { ReplayRootProps } from './root-props.ts';
import { useOnce } from './use-once.ts';

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
  return <RootOfPart {...props} />;
}

/** Props of {@link RootOfPart}. */
export interface RootOfPartProps extends ReplayRootProps {
  readonly rootRef?: ForwardedRef<HTMLDivElement>;
  /** What the part says of itself: `data-part` and the like. */
  readonly attributes?: Readonly<Record<`data-${string}`, string>>;
}

/** A {@link ReplayRoot} whose element is the outermost one of a part. */
export function RootOfPart(props: RootOfPartProps): ReactElement {
  const settings = useRootSettings(props);
  return (
    <SettingsContext.Provider value={settings}>
      <ReplayContexts {...props}><RootElement {...props} /></ReplayContexts>
    </SettingsContext.Provider>
  );
}

function RootElement({ children, fallback, theme = 'auto', density = 'comfortable', dir, className, style, rootRef = null, attributes }: RootOfPartProps): ReactElement {
  const { keyMap } = useSettings();
  const { singleKeys } = useReplayView();
  const { run } = useReplayViewActions();
  const root = useRef<HTMLDivElement>(null);
  useImperativeHandle(rootRef, () => root.current as HTMLDivElement, []); // set before effects run
  const announcer = useOnce(createAnnouncer);
  const onKeyDown = useKeyMap({ keyMap, singleKeys, run });
  return (
    <div ref={root} data-ph="" {...attributes} className={className} data-theme={theme === 'auto' ? undefined : theme} data-density={density} dir={dir} style={style} tabIndex={-1} onKeyDown={onKeyDown}>
      <MarkdownProvider>
        <WhenOpen fallback={fallback}>
          <RootServices root={root} announcer={announcer} />
          <LiveRegion announcer={announcer} />
          {children}
        </WhenOpen>
      </MarkdownProvider>
    </div>
  );
}

'use client';
import { createContext, useContext, useEffect, useMemo, useRef, useState, type Context, type CSSProperties, type ReactElement, type ReactNode } from 'react';
import { createReplay, defaultKeyMap, logSource, type KeyMap, type ReplayCommand, type ReplaySource, type ReplayState, type ReplayStore } from '@playhead/replay-core';
import type { EventRenderers } from '../events/event-renderer.ts';
import { createFormatters } from '../locale/formatters.ts';
import { MarkdownProvider } from '../markdown/MarkdownProvider.tsx';
import { mergeMessages, type PartialReplayMessages } from '../messages/messages.ts';
import type { ReplayAction, ReplayPermissions, ReplaySettings } from '../settings/replay-settings.ts';
import { SettingsContext } from '../settings/SettingsContext.tsx';
import type { InspectorTab, ReplayLayer, ReplayPane, ReplayView, ReplayViewActions } from '../view/replay-view.ts';
import { ViewActionsContext, ViewContext } from '../view/ViewContext.tsx';
import { createVisibleRange, VisibleRangeContext } from '../timeline/visible-range.ts';
import { useReplay } from './use-replay.ts';

const StoreContext: Context<ReplayStore | undefined> = createContext<ReplayStore | undefined>(undefined);

/** Where a replay comes from: exactly one of the three. */
export interface ReplayRootSource {
  /** A replay that the host made and closes. */
  readonly store?: ReplayStore | undefined;
  /** Records to replay. Keep its identity between renders: another source is another replay. */
  readonly source?: ReplaySource | undefined;
  /** Address of a session's records on a Playhead server, such as `/api/v1/sessions/<id>/records`. */
  readonly url?: string | undefined;
}

/** Look and words of a replay. */
export interface ReplayRootLook {
  /** Default `auto`: the color-scheme of the page around it. */
  readonly theme?: 'light' | 'dark' | 'auto' | undefined;
  /** Default `comfortable`. */
  readonly density?: 'comfortable' | 'compact' | undefined;
  /** Default: that of the page. Code, terminal and timeline stay left to right. */
  readonly dir?: 'ltr' | 'rtl' | undefined;
  /** For numbers and times. Default `en`. */
  readonly locale?: string | undefined;
  readonly messages?: PartialReplayMessages | undefined;
  /** For the styles that the diff viewer adds, where the page has a content security policy. */
  readonly nonce?: string | undefined;
  readonly renderers?: EventRenderers | undefined;
  readonly keymap?: KeyMap | false | undefined;
  readonly can?: ReplayPermissions | undefined;
  readonly onAction?: ((action: ReplayAction) => void) | undefined;
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
}

/** Props of {@link ReplayRoot}. */
export interface ReplayRootProps extends ReplayRootSource, ReplayRootLook {
  readonly children: ReactNode;
  /** Shown until the replay exists, and on a server when there is no `store`. */
  readonly fallback?: ReactNode;
  readonly defaultTab?: InspectorTab | undefined;
}

/**
 * Hands a replay to all parts below it, in one plain element that carries look, direction and keys.
 *
 * @example
 * ```tsx
 * <ReplayRoot url={`/api/v1/sessions/${id}/records`}><Timeline /><Events /></ReplayRoot>
 * ```
 */
export function ReplayRoot({
  store, source, url, children, fallback, theme = 'auto', density = 'comfortable', dir, locale = 'en', messages, nonce, renderers, keymap, can, onAction, className, style, defaultTab,
}: ReplayRootProps): ReactElement {
  const shown = useStore({ store, source, url });
  const settings = useMemo((): ReplaySettings => ({
    messages: mergeMessages(messages), format: createFormatters(locale), nonce, renderers: renderers ?? {}, keyMap: keymap ?? defaultKeyMap, can: can ?? {}, unsafeRemoteImages: false, onAction,
  }), [messages, locale, nonce, renderers, keymap, can, onAction]);
  const [view, actions] = useView(defaultTab ?? 'terminal');
  const [visible] = useState(createVisibleRange);
  return (
    <div data-ph="" className={className} data-theme={theme === 'auto' ? undefined : theme} data-density={density} dir={dir} style={style}>
      <SettingsContext.Provider value={settings}>
        {shown
          ? (
            <StoreContext.Provider value={shown}>
              <ViewActionsContext.Provider value={actions}><ViewContext.Provider value={view}>
                <VisibleRangeContext.Provider value={visible}><MarkdownProvider>{children}</MarkdownProvider></VisibleRangeContext.Provider>
              </ViewContext.Provider></ViewActionsContext.Provider>
            </StoreContext.Provider>
          )
          : fallback}
      </SettingsContext.Provider>
    </div>
  );
}

function useStore({ store, source, url }: ReplayRootSource): ReplayStore | undefined {
  const [own, setOwn] = useState<ReplayStore>();
  useEffect(() => {
    if (store) return;
    const from = source ?? (url === undefined ? undefined : logSource({ url }));
    if (!from) return;
    const created = createReplay(from);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- a replay is opened and closed with the effect, so it cannot exist before it
    setOwn(created);
    return () => {
      setOwn(undefined);
      created.close();
    };
  }, [store, source, url]);
  return store ?? own;
}

function useView(firstTab: InspectorTab): readonly [ReplayView, ReplayViewActions] {
  const [view, setView] = useState<ReplayView>({ tab: firstTab, pane: 'events', viewed: new Set() });
  const run = useRef<(command: ReplayCommand) => boolean>(() => false);
  const actions = useMemo((): ReplayViewActions => ({
    setTab: (tab) => setView((before) => ({ ...before, tab, pane: 'inspector' })),
    setPane: (pane: ReplayPane) => setView((before) => ({ ...before, pane })),
    setLayer: (layer: ReplayLayer | undefined) => setView((before) => ({ ...before, layer })),
    setViewed: (key, viewed) => setView((before) => {
      const keys = new Set(before.viewed);
      if (viewed) keys.add(key);
      else keys.delete(key);
      return { ...before, viewed: keys };
    }),
    run: (command) => run.current(command),
    announce: () => {},
    link: () => '',
  }), []);
  return [view, actions];
}

/**
 * The replay of the nearest {@link ReplayRoot}.
 *
 * @throws Error when there is none above.
 */
export function useReplayStore(): ReplayStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error('A Playhead part is outside <ReplayRoot>, so it has no replay to show. Put <ReplayRoot source={…}> around it.');
  return store;
}

/** {@link useReplay} on the replay of the nearest {@link ReplayRoot}. */
export function useReplayState<Selected>(selector: (state: ReplayState) => Selected): Selected {
  return useReplay(useReplayStore(), selector);
}

'use client';
import { createContext, useContext, useEffect, useState, type Context, type ReactElement, type ReactNode } from 'react';
import { createReplay, logSource, type ReplaySource, type ReplayState, type ReplayStore } from '@playhead/replay-core';
import { MarkdownProvider } from '../markdown/MarkdownProvider.tsx';
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

/** Props of {@link ReplayRoot}. */
export interface ReplayRootProps extends ReplayRootSource {
  readonly children: ReactNode;
  /** Shown until the replay exists, and on a server when there is no `store`. */
  readonly fallback?: ReactNode;
}

/**
 * Hands a replay to all parts below it. Renders nothing of its own.
 *
 * @example
 * ```tsx
 * <ReplayRoot url={`/api/v1/sessions/${id}/records`}><Timeline /><Events /></ReplayRoot>
 * ```
 */
export function ReplayRoot({ store, source, url, children, fallback }: ReplayRootProps): ReactElement {
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
  const shown = store ?? own;
  if (!shown) return <>{fallback}</>;
  return <StoreContext.Provider value={shown}><MarkdownProvider>{children}</MarkdownProvider></StoreContext.Provider>;
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

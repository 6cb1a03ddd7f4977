'use client';
import { createContext, useContext, useEffect, useState, type Context, type ReactElement, type ReactNode } from 'react';
import type { computeStyles } from 'react-diff-viewer-continued';
import { createTurns, type Turns } from './turns.ts';

/** The looks of a diff viewer by nonce. Each set puts style sheets into the page, so the viewers of a diff share them. */
export type ViewerStyles = Map<string, ReturnType<typeof computeStyles>>;

const TurnsContext: Context<Turns | undefined> = createContext<Turns | undefined>(undefined);

/** Set below an {@link EngineProvider}. */
export const ViewerStylesContext: Context<ViewerStyles | undefined> = createContext<ViewerStyles | undefined>(undefined);

/** The diff viewers below take turns with what takes a while, and share their looks. */
export function EngineProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [turns] = useState(createTurns);
  const [styles] = useState((): ViewerStyles => new Map());
  return <TurnsContext.Provider value={turns}><ViewerStylesContext.Provider value={styles}>{children}</ViewerStylesContext.Provider></TurnsContext.Provider>;
}

/** Whether it is one's turn, once it is wanted; at once where there is no queue. */
export function useTurn(wanted: boolean): boolean {
  const turns = useContext(TurnsContext);
  const [had, setHad] = useState(false);
  useEffect(() => (wanted && turns && !had ? turns.wait(() => setHad(true)) : undefined), [wanted, turns, had]);
  return wanted && (had || !turns);
}

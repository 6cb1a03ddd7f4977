'use client';
import { createContext, useContext, useEffect, useState, type Context, type ReactElement, type ReactNode } from 'react';
import { createTurns, type Turns } from './turns.ts';

const TurnsContext: Context<Turns | undefined> = createContext<Turns | undefined>(undefined);

/** What is below takes turns with what takes a while. */
export function TurnsProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [turns] = useState(createTurns);
  return <TurnsContext.Provider value={turns}>{children}</TurnsContext.Provider>;
}

/** Whether it is one's turn, once it is wanted; at once where there is no queue. */
export function useTurn(wanted: boolean): boolean {
  const turns = useContext(TurnsContext);
  const [had, setHad] = useState(false);
  useEffect(() => (wanted && turns && !had ? turns.wait(() => setHad(true)) : undefined), [wanted, turns, had]);
  return wanted && (had || !turns);
}

'use client';
import { createContext, useContext, useEffect, useState, type ReactElement, type ReactNode } from 'react';

/** Code that loads once it is needed. */
export interface LateCode<Code> {
  /** Loads it once for all below. */
  readonly Provider: (props: { readonly children: ReactNode }) => ReactElement;
  /** The code, of the nearest provider or loaded by who asks. Undefined until it is there, null where it could not be loaded. */
  readonly useCode: () => Code | null | undefined;
}

/**
 * Makes a provider and a hook for code that is imported when it is first drawn.
 *
 * @param load - Imports it.
 */
export function createLateCode<Code extends object>(load: () => Promise<Code>): LateCode<Code> {
  const Context = createContext<Code | null | undefined>(undefined);
  const useLoaded = (skip: boolean): Code | null | undefined => {
    const [code, setCode] = useState<Code | null>();
    useEffect(() => {
      if (skip) return;
      let gone = false;
      const set = (loaded: Code | null): void => { if (!gone) setCode(loaded); };
      load().then(set, () => set(null));
      return () => { gone = true; };
    }, [skip]);
    return code;
  };
  return {
    Provider: ({ children }) => <Context.Provider value={useLoaded(false)}>{children}</Context.Provider>,
    useCode: () => {
      const shared = useContext(Context);
      const own = useLoaded(shared !== undefined);
      return shared === undefined ? own : shared;
    },
  };
}

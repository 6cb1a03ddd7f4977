'use client';
import { createContext, startTransition, useContext, useEffect, useRef, useState, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';

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
    const taken = useRef(useSyncExternalStore(noNews, () => false, () => true)); // what a server drew is taken over in parts: an urgent change would draw them anew
    useEffect(() => {
      if (skip) return;
      let gone = false;
      const set = (loaded: Code | null): void => { if (gone) return; if (taken.current) startTransition(() => setCode(loaded)); else setCode(loaded); };
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

function noNews(): () => void {
  return () => undefined;
}

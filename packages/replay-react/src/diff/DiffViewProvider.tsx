'use client';
import { createContext, useContext, useMemo, useState, type Context, type ReactElement, type ReactNode } from 'react';
import { FIRST_DIFF_VIEW, type DiffView, type DiffViewActions } from './diff-view.ts';

type Value = readonly [view: DiffView, actions: DiffViewActions];

const DiffViewContext: Context<Value | undefined> = createContext<Value | undefined>(undefined);

/** Lets the file list open a file in the diff below the same provider. An `Inspector` brings its own. */
export function DiffViewProvider({ children }: { readonly children: ReactNode }): ReactElement {
  return <DiffViewContext.Provider value={useOwnDiffView()}>{children}</DiffViewContext.Provider>;
}

/** How changes are shown: shared below a {@link DiffViewProvider}, else of the one component. */
export function useDiffView(): Value {
  const own = useOwnDiffView();
  return useContext(DiffViewContext) ?? own;
}

function useOwnDiffView(): Value {
  const [view, setView] = useState(FIRST_DIFF_VIEW);
  const actions = useMemo((): DiffViewActions => ({
    setScope: (scope) => setView((before) => ({ ...before, scope, target: undefined })),
    setSplit: (split) => setView((before) => ({ ...before, split })),
    open: (path) => setView((before) => ({ ...before, scope: 'file', target: { path }, history: undefined })),
    setHistory: (path) => setView((before) => ({ ...before, history: path, ...(path === undefined && before.history !== undefined && { target: { path: before.history } }) })),
  }), []);
  return useMemo(() => [view, actions] as const, [view, actions]);
}

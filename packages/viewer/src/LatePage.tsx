'use client';
import { useSyncExternalStore, type ReactElement } from 'react';
import type { LateModule } from './late-module.ts';

/** Props of {@link LatePage}. */
export interface LatePageProps<Module extends object> {
  readonly code: LateModule<Module>;
  /** Draws the page. */
  readonly children: (module: Module) => ReactElement;
}

/** A page whose code comes when somebody goes there. At once where it is there already, and no later than it is: React holds back for 300 ms what was suspended. */
export function LatePage<Module extends object>({ code, children }: LatePageProps<Module>): ReactElement {
  const module = useSyncExternalStore(code.subscribe, code.loaded);
  if (module) return children(module);
  return (
    <main data-ph="" className="viewer-list" aria-busy={module === undefined}>
      {module === null && <p role="alert">This page could not be loaded. The server may have been stopped or updated: <a href={window.location.href}>load it again</a>.</p>}
    </main>
  );
}

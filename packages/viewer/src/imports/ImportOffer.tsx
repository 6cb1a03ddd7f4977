'use client';
import type { ReactElement } from 'react';
import { importWords as words } from './import-words.ts';
import { ImportStatus } from './ImportStatus.tsx';
import type { ImportView } from './use-import.ts';

/** In the place of the list while there is no session: what can be imported, and how far that is. */
export function ImportOffer({ view }: { readonly view: ImportView }): ReactElement | null {
  const { source, progress, error, begin } = view;
  if (!source) return null;
  return (
    <div className="viewer-import">
      {progress
        ? <ImportStatus view={view} />
        : (
          <>
            <p>{words.found(source.harness, source.sessions, source.bytes, source.newestAt)}</p>
            {error !== undefined && <p role="alert" className="viewer-import__error">{error}</p>}
            <button type="button" className="ph-btn ph-btn--fill" onClick={begin}>{words.begin(source.sessions)}</button>
            <p className="viewer-import__hint">{words.care}</p>
          </>
        )}
      <p className="viewer-import__hint">{words.record} <code>{words.recordCommand}</code></p>
    </div>
  );
}

'use client';
import type { ReactElement } from 'react';
import type { CatalogKind } from '@playhead/replay-core/metrics';
import { useWords } from '../settings/SettingsContext.tsx';
import { SHOWN_KINDS } from './catalog-place.ts';
import { sessionCatalogMessages } from './session-catalog-messages.ts';

/** Props of {@link CatalogKinds}. */
export interface CatalogKindsProps {
  readonly kind: CatalogKind | undefined;
  readonly onKindChange: (kind: CatalogKind | undefined) => void;
}

/** The choice of a kind. */
export function CatalogKinds({ kind, onKindChange }: CatalogKindsProps): ReactElement {
  const words = useWords('sessionCatalog', sessionCatalogMessages);
  return (
    <div className="ph-catalog__kinds">
      <div className="ph-seg" role="group" aria-label={words.kind}>
        <button type="button" aria-pressed={kind === undefined} onClick={() => onKindChange(undefined)}>{words.anyKind}</button>
        {SHOWN_KINDS.map((one) => <button key={one} type="button" aria-pressed={kind === one} onClick={() => onKindChange(one)}>{words.kinds[one]}</button>)}
      </div>
    </div>
  );
}

'use client';
import { lazy, Suspense, useEffect, useImperativeHandle, useRef, type ReactElement } from 'react';
import type { ReplayState } from '@playhead/replay-core';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { useReplayState } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { filtersMessages } from './filters-messages.ts';

const Menu = lazy(async () => ({ default: (await import('./FilterMenu.tsx')).FilterMenu }));

const pick = ({ filter, shown, model }: ReplayState): { readonly filter: ReplayState['filter']; readonly narrowed: boolean; readonly count: number; readonly all: number } => ({ filter, narrowed: shown.narrowed, count: shown.count, all: model.events.length });

/**
 * Chooses which events all views show: by kind, by how they ended, by agent. The menu is the layer `filters`.
 *
 * @example
 * ```tsx
 * <ReplayRoot source={source}><Filters /><Events /></ReplayRoot>
 * ```
 */
export const Filters: Part<PartProps, HTMLDivElement> = definePart<PartProps, HTMLDivElement>('Filters', function Filters({ className, style }, ref): ReactElement {
  const { filter, narrowed, count, all } = useReplayState(pick);
  const words = useWords('filters', filtersMessages);
  const format = useFormat();
  const { layer } = useReplayView();
  const { setLayer } = useReplayViewActions();
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useImperativeHandle(ref, () => frame.current as HTMLDivElement, []); // set before effects run
  const open = layer === 'filters';
  const active = (filter.kinds?.length ?? 0) + (filter.statuses?.length ?? 0) + (filter.agents?.length ?? 0);
  const label = active === 0 ? words.all : words.active(active);
  useEffect(() => {
    if (!open) return;
    const leave = (event: Event): void => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) setLayer(undefined);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [open, setLayer]);
  const close = (): void => {
    setLayer(undefined);
    button.current?.focus();
  };
  return (
    <div ref={frame} className={classes('ph-filters ph-row', className)} style={style} data-part="filters" data-active={active || undefined} data-open={open || undefined}>
      <button ref={button} type="button" className="ph-btn ph-btn--line ph-filters__open" aria-label={`${words.label}: ${label}`} aria-haspopup="true" aria-expanded={open} data-active={active || undefined} onClick={() => setLayer(open ? undefined : 'filters')}>
        <Icon name="filter" small /><span className="ph-wide">{label}</span>
      </button>
      {narrowed && <span className="ph-count ph-wide">{words.shown(format.number(count), format.number(all))}</span>}
      {open && <Suspense fallback={null}><Menu onClose={close} /></Suspense>}
    </div>
  );
});

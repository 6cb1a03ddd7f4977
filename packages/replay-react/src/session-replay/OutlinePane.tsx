'use client';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { focusSoon } from '../elements/focus-soon.ts';
import { Icon } from '../elements/Icon.tsx';
import { useMarkers } from '../review/ReviewProvider.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

/** Props of {@link OutlinePane}. */
export interface OutlinePaneProps {
  readonly id: string;
  readonly children: ReactNode;
}

/** The pane of the outline: beside the events, over them while it is opened by their button, or alone. */
export function OutlinePane({ id, children }: OutlinePaneProps): ReactElement {
  const words = useWords('sessionReplay', sessionReplayMessages);
  const { layer } = useReplayView();
  const { setLayer } = useReplayViewActions();
  const over = layer === 'outline';
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!over) return;
    const element = pane.current;
    const opener = document.activeElement;
    const stopFocusing = focusSoon(() => firstOf(element));
    const onPointerDown = ({ target }: PointerEvent): void => {
      if (target instanceof Element && !element?.contains(target) && !target.closest('[data-opens=outline]')) setLayer(undefined);
    };
    document.addEventListener('pointerdown', onPointerDown);
    return () => {
      document.removeEventListener('pointerdown', onPointerDown);
      stopFocusing();
      if (opener instanceof HTMLElement && element?.contains(document.activeElement)) opener.focus({ preventScroll: true });
    };
  }, [over, setLayer]);
  return (
    <section ref={pane} id={id} className="ph-pane ph-pane--outline" aria-label={words.outline} data-over={over || undefined}>
      <div className="ph-pane__bar">
        <h3 className="ph-pane__title ph-grow">{words.outline}</h3>
        <ToReview />
        {over && <button type="button" className="ph-btn ph-btn--icon ph-only-medium" aria-label={words.closeOutline} onClick={() => setLayer(undefined)}><Icon name="x" /></button>}
      </div>
      <div className="ph-scroll">{children}</div>
    </section>
  );
}

/** Where the focus goes in the pane: to the line that Tab reaches; in a session without lines to the first button. */
function firstOf(pane: HTMLElement | null): HTMLElement | null | undefined {
  return pane?.querySelector('[role=tree]') ? pane.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]') : pane?.querySelector<HTMLElement>('button');
}

/** How much asks for a review, and the way to it. */
function ToReview(): ReactElement | null {
  const { run } = useReplayViewActions();
  const { open } = useMarkers();
  const words = useWords('sessionReplay', sessionReplayMessages);
  const format = useFormat();
  if (open.length === 0) return null;
  return <button type="button" className="ph-btn ph-btn--s" onClick={() => { run('needs-review'); }}><Icon name="flag" />{words.toReview(open.length, format.number(open.length))}</button>;
}

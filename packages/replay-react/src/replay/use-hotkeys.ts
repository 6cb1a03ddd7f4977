'use client';
import { useEffect, type RefObject } from 'react';
import type { ReplayStore } from '@playhead/replay-core';

const TYPING = 'input, textarea, select, [contenteditable]:not([contenteditable=false])';
/** What already has a meaning for Space and the arrows. */
const OWN_KEYS = 'button, a, summary, [role=slider], [role=tab]';

/**
 * Keys of a replay while the focus is inside an element: Space plays, ← → step, n N errors, Home goes to the start, End and L go live.
 * Nothing happens while the user types, or with a modifier other than Shift.
 */
export function useHotkeys(store: ReplayStore, scope: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = scope.current;
    if (!element) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      const target = event.target;
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !(target instanceof Element) || target.closest(TYPING)) return;
      if ((event.key === ' ' || event.key === 'Home' || event.key === 'End' || event.key.startsWith('Arrow')) && target.closest(OWN_KEYS)) return;
      if (!run(store, event.key)) return;
      event.preventDefault();
    };
    element.addEventListener('keydown', onKeyDown);
    return () => element.removeEventListener('keydown', onKeyDown);
  }, [store, scope]);
}

function run(store: ReplayStore, key: string): boolean {
  switch (key) {
    case ' ':
      if (store.getState().playing) store.pause();
      else store.play();
      return true;
    case 'ArrowLeft': store.step(-1); return true;
    case 'ArrowRight': store.step(1); return true;
    case 'Home': store.seek(0); return true;
    case 'n': store.stepError(1); return true;
    case 'N': store.stepError(-1); return true;
    case 'End': case 'L': case 'l': store.follow(); return true;
    default: return false;
  }
}

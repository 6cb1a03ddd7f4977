'use client';
import { useEffect, useState, type RefObject } from 'react';

/**
 * Lays an element over the whole replay, without moving it in the document: its terminal goes on.
 * Escape closes it.
 */
export function useExpanded(element: RefObject<HTMLElement | null>): readonly [boolean, (expanded: boolean) => void] {
  const [expanded, setExpanded] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!expanded || !target || typeof target.showPopover !== 'function') return;
    const root = target.closest('[data-ph]') ?? document.documentElement;
    const fit = (): void => {
      const { top, left, width, height } = root.getBoundingClientRect();
      const [from, to] = [Math.max(0, top), Math.min(window.innerHeight, top + height)];
      const box = { top: from, right: 'auto', bottom: 'auto', left, width, height: Math.max(200, to - from) };
      for (const [name, value] of Object.entries(box)) target.style.setProperty(name, typeof value === 'number' ? `${value}px` : value);
    };
    const focused = document.activeElement;
    target.setAttribute('popover', 'manual');
    target.showPopover();
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(root);
    window.addEventListener('scroll', fit, { capture: true, passive: true });
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setExpanded(false);
    };
    target.addEventListener('keydown', onKeyDown);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', fit, { capture: true });
      target.removeEventListener('keydown', onKeyDown);
      if (target.isConnected) target.hidePopover();
      target.removeAttribute('popover');
      for (const name of ['top', 'right', 'bottom', 'left', 'width', 'height']) target.style.removeProperty(name);
      if (focused instanceof HTMLElement && target.contains(focused)) focused.focus({ preventScroll: true });
    };
  }, [element, expanded]);
  return [expanded, setExpanded];
}

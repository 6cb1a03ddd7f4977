'use client';
import { lazy, Suspense, useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { afterPaint } from '../elements/after-paint.ts';
import { Icon } from '../elements/Icon.tsx';
import { moreIcon } from '../elements/part-icons.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import type { TabItem } from './use-inspector-tabs.ts';
import { inspectorMessages } from './inspector-messages.ts';

const TabMenu = lazy(() => import('./TabMenu.tsx').then((module) => ({ default: module.TabMenu })));

/** Props of {@link TabBar}. */
export interface TabBarProps<Id extends string> {
  readonly tabs: readonly TabItem<Id>[];
  readonly selected: Id;
  readonly onSelect: (id: Id) => void;
  /** What assistive technology calls it. */
  readonly label: string;
  /** Beginning of the ids: `<idBase>-<tab>` of a tab, `<idBase>-panel` of the one panel. */
  readonly idBase: string;
  /** Called when a tab is about to be chosen, so that its panel can be fetched. */
  readonly onNear?: ((id: Id) => void) | undefined;
}

/** Of a tab so much is the whole: what is left is space at its edge. */
const WHOLE = 0.95;

/** Tabs with counts. Those that do not fit are scrolled to, or chosen in a menu. */
export function TabBar<Id extends string>({ tabs, selected, onSelect, label, idBase, onNear }: TabBarProps<Id>): ReactElement {
  const messages = useWords('inspector', inspectorMessages);
  const list = useRef<HTMLDivElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const [overflowing, setOverflowing] = useState(false);
  const [open, setOpen] = useState(false);

  useEffect(() => {
    const element = list.current;
    const bar = element?.parentElement;
    if (!element || !bar || typeof ResizeObserver === 'undefined') return;
    // The bar is watched, whose width stays when the menu takes a part of it: what an observer changes about what it watches, browsers report as an error.
    const observer = new ResizeObserver(([entry]) => setOverflowing(element.scrollWidth > (entry?.contentRect.width ?? Infinity) + 1));
    // After painting, not while another observer draws: what begins to be watched around what that one watches, browsers report too.
    const stop = afterPaint(() => observer.observe(bar));
    return () => {
      stop();
      observer.disconnect();
    };
  }, [tabs]);

  // A tab is there as a whole or not at all: half a word beside the menu says nothing. What cannot be seen is in the menu.
  useEffect(() => {
    const element = list.current;
    if (!element || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver((seen) => seen.forEach(({ target, intersectionRatio }) => target.toggleAttribute('data-cut', intersectionRatio < WHOLE)), { root: element, threshold: WHOLE });
    for (const tab of element.children) observer.observe(tab);
    return () => observer.disconnect();
  }, [tabs]);

  // After painting, since asking for places makes the browser lay out the page once more, and a page that opens has the selected one in view.
  useEffect(() => afterPaint(() => showSelected(list.current, false)), [selected, overflowing]);
  // Tabs grow with their counts: a selected one that is seen in part is seen whole again, one that was scrolled away stays away.
  useEffect(() => afterPaint(() => showSelected(list.current, true)), [tabs]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const at = tabs.findIndex(({ id }) => id === selected);
    const ahead = list.current && getComputedStyle(list.current).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const behind = ahead === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft';
    const to = { [ahead]: (at + 1) % tabs.length, [behind]: (at + tabs.length - 1) % tabs.length, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[to];
    if (!next) return;
    event.preventDefault();
    onSelect(next.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  const close = (focus: boolean): void => {
    setOpen(false);
    if (focus) more.current?.focus();
  };
  return (
    <div className="ph-tabs" data-overflow={overflowing}>
      <div ref={list} className="ph-tabs__list" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ id, label: name, count, bad }) => (
          <button
            key={id} type="button" role="tab" id={`${idBase}-${id}`} data-tab={id} aria-selected={selected === id} aria-controls={selected === id ? `${idBase}-panel` : undefined} tabIndex={selected === id ? 0 : -1}
            onClick={() => onSelect(id)} onPointerEnter={() => onNear?.(id)} onFocus={() => onNear?.(id)}
          >
            {name}{count !== undefined && <span className={`ph-count${bad ? ' ph-count--bad' : ''}`}> {count}</span>}
          </button>
        ))}
      </div>
      {overflowing && (
        <button ref={more} type="button" className="ph-tabs__more" aria-label={messages.moreTabs} aria-haspopup="menu" aria-expanded={open} onClick={() => setOpen(!open)}><Icon name={moreIcon} /></button>
      )}
      {overflowing && open && (
        <Suspense fallback={null}><TabMenu tabs={tabs} selected={selected} label={messages.moreTabs} onClose={close} onSelect={(id) => { const tab = tabs.find((item) => item.id === id); if (tab) onSelect(tab.id); }} /></Suspense>
      )}
    </div>
  );
}

/** Scrolls the selected tab into view; `ifSeen`, only if a part of it is there. */
function showSelected(element: HTMLElement | null, ifSeen: boolean): void {
  const tab = element?.querySelector<HTMLElement>('[aria-selected=true]');
  if (!element || !tab || element.scrollWidth <= element.clientWidth) return;
  const bar = element.getBoundingClientRect();
  const place = tab.getBoundingClientRect();
  if (ifSeen && (place.right <= bar.left || place.left >= bar.right)) return;
  if (place.left < bar.left) element.scrollLeft -= bar.left - place.left + 8;
  else if (place.right > bar.right) {
    const least = place.right - bar.right + 8;
    const starts = [...element.children].map((each) => each.getBoundingClientRect().left - bar.left);
    element.scrollLeft += starts.find((start) => start >= least) ?? least; // so far that the first one is whole, too
  }
}

'use client';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

/** An entry of a {@link Menu}. */
export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName | undefined;
  /** Makes it one of a group of which one is chosen. */
  readonly checked?: boolean | undefined;
  /** Begins a group. */
  readonly divided?: boolean | undefined;
  onSelect(): void;
}

/** Props of {@link Menu}. */
export interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  /** Asked for by Escape, Tab, a choice and a press elsewhere. The button that opened it gets the focus back. */
  readonly onClose: () => void;
}

/** A menu below what opened it; its parent has to be positioned. Arrows, Home, End and first letters move in it. */
export function Menu({ label, items, onClose }: MenuProps): ReactElement {
  const menu = useRef<HTMLUListElement>(null);
  const close = useRef(onClose);
  useEffect(() => { close.current = onClose; });
  useEffect(() => {
    const element = menu.current;
    if (!element) return;
    const page = element.ownerDocument;
    const opener = page.activeElement instanceof HTMLElement ? page.activeElement : undefined;
    entries(element)[0]?.focus();
    const onPress = (event: globalThis.PointerEvent): void => {
      if (event.target instanceof Node && !element.contains(event.target) && !opener?.contains(event.target)) close.current();
    };
    page.addEventListener('pointerdown', onPress);
    return () => {
      page.removeEventListener('pointerdown', onPress);
      if (element.contains(page.activeElement) || page.activeElement === page.body) opener?.focus();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>): void => {
    const all = entries(event.currentTarget);
    const at = all.findIndex((entry) => entry === event.currentTarget.ownerDocument.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) all[next % all.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') onClose();
    else if ([...event.key].length === 1 && event.key !== ' ') {
      const letter = event.key.toLowerCase();
      [...all.slice(at + 1), ...all.slice(0, at + 1)].find((entry) => entry.textContent?.toLowerCase().startsWith(letter))?.focus();
    } else return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  };
  return (
    <ul ref={menu} className="ph-pop ph-menu ph-menu--below" role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {items.map(({ label: words, icon, checked, divided, onSelect }) => (
        <li
          key={words} role={checked === undefined ? 'menuitem' : 'menuitemradio'} aria-checked={checked} tabIndex={-1} data-divided={divided}
          onClick={() => { onClose(); onSelect(); }}
          onKeyDown={(event) => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); event.stopPropagation(); onClose(); onSelect(); } }}
        >
          {checked === true ? <Icon name="check" /> : icon ? <Icon name={icon} /> : <span />}<span>{words}</span>
        </li>
      ))}
    </ul>
  );
}

function entries(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')];
}

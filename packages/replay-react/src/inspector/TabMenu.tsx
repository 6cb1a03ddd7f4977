'use client';
import { useEffect, useRef, type FocusEvent, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import type { TabItem } from './use-inspector-tabs.ts';

/** Props of {@link TabMenu}. */
export interface TabMenuProps {
  readonly tabs: readonly TabItem[];
  readonly selected: string;
  readonly label: string;
  readonly onSelect: (id: string) => void;
  /** @param focus - Whether the focus goes back to the button. */
  readonly onClose: (focus: boolean) => void;
}

/** All tabs of a bar that does not show them all. */
export function TabMenu({ tabs, selected, label, onSelect, onClose }: TabMenuProps): ReactElement {
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => { (menu.current?.querySelector<HTMLElement>('[aria-checked=true]') ?? menu.current)?.focus(); }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      onClose(true);
      return;
    }
    const items = [...menu.current?.querySelectorAll<HTMLElement>('[role=menuitemradio]') ?? []];
    const at = items.findIndex((item) => item === document.activeElement);
    const to = { ArrowDown: (at + 1) % items.length, ArrowUp: (at + items.length - 1) % items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    items[to]?.focus();
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node) || !currentTarget.contains(relatedTarget)) onClose(false);
  };
  return (
    <div ref={menu} className="ph-pop ph-menu ph-tabs__menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown} onBlur={onBlur}>
      {tabs.map(({ id, label: name, count, bad }) => (
        <button key={id} type="button" role="menuitemradio" aria-checked={id === selected} tabIndex={-1} onClick={() => { onSelect(id); onClose(true); }}>
          <span className="ph-tabs__on">{id === selected && <Icon name="check" small />}</span><span className="ph-grow">{name}</span>{count !== undefined && <span className={`ph-count${bad ? ' ph-count--bad' : ''}`}> {count}</span>}
        </button>
      ))}
    </div>
  );
}

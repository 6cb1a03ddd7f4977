'use client';
import { lazy, Suspense, useEffect, useState, type LazyExoticComponent, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { linkIcon, moreIcon } from '../elements/part-icons.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';
import type { ActionsMenu as Menu } from './ActionsMenu.tsx';
import { headerMessages } from './header-messages.ts';

const COPIED_MS = 2000;
const ActionsMenu: LazyExoticComponent<typeof Menu> = lazy(() => import('./ActionsMenu.tsx').then((module) => ({ default: module.ActionsMenu })));

/** Search, copy a link, and the rest in a menu. */
export function HeaderActions(): ReactElement {
  const words = useWords('header', headerMessages);
  const { layer } = useReplayView();
  const { run, setLayer } = useReplayViewActions();
  const [copies, setCopies] = useState(0);
  const open = layer === 'actions';
  useEffect(() => {
    if (copies === 0) return;
    const timer = setTimeout(() => setCopies(0), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copies]);
  return (
    <>
      <button type="button" className="ph-btn ph-btn--icon ph-wide" aria-label={words.search} title={words.search} onClick={() => run('search')}><Icon name="search" /></button>
      <button type="button" className="ph-btn ph-btn--line ph-wide ph-header__copy" onClick={() => { if (run('copy-link')) setCopies((before) => before + 1); }}>
        <Icon name={copies > 0 ? 'check' : linkIcon} small />{copies > 0 ? words.copied : words.copyLink}
      </button>
      <span className="ph-header__more">
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.more} title={words.more} aria-haspopup="menu" aria-expanded={open} onClick={() => setLayer(open ? undefined : 'actions')}><Icon name={moreIcon} /></button>
        {open && <Suspense><ActionsMenu onClose={() => setLayer(undefined)} /></Suspense>}
      </span>
    </>
  );
}

'use client';
import type { ReactElement } from 'react';
import { Menu, type MenuItem } from '../elements/Menu.tsx';
import { branchIcon, downloadIcon, linkIcon } from '../elements/part-icons.ts';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';
import { useSettings, useWords } from '../settings/SettingsContext.tsx';
import type { ReplayAction } from '../settings/replay-settings.ts';
import { idleModes } from '../transport/idle-modes.ts';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { headerMessages } from './header-messages.ts';
import { transportMessages } from '../transport/transport-messages.ts';

/** What a narrow header and transport have no room for, and what the host allows. */
export function ActionsMenu({ onClose }: { readonly onClose: () => void }): ReactElement {
  const store = useReplayStore();
  const idle = useReplayState((state) => state.idle);
  const words = useWords('header', headerMessages);
  const transport = useWords('transport', transportMessages);
  const { can, onAction } = useSettings();
  const { run, setLayer } = useReplayViewActions();
  const ask = (type: ReplayAction['type']): void => {
    const { model, currentIndex } = store.getState();
    const eventId = model.events[currentIndex]?.id;
    onAction?.({ type, ...(eventId !== undefined && { eventId }) });
  };
  const items: MenuItem[] = [
    { label: words.search, icon: 'search', onSelect: () => void run('search') },
    { label: words.copyLink, icon: linkIcon, onSelect: () => void run('copy-link') },
    { label: words.shortcuts, icon: 'keyboard', onSelect: () => setLayer('shortcuts') },
    ...(can.download === true ? [{ label: words.download, icon: downloadIcon, onSelect: () => ask('download') }] : []),
    ...(can.branch === true ? [{ label: words.branchFrom, icon: branchIcon, onSelect: () => ask('branch') }] : []),
    ...idleModes.map((mode, index) => ({ label: transport.idleModes[mode], checked: mode === idle, divided: index === 0, onSelect: () => store.setIdle(mode) })),
  ];
  return <Menu label={words.more} items={items} onClose={onClose} />;
}

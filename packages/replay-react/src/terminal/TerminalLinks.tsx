'use client';
import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { webIcon } from './web-icon.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import type { SafeUrl } from '../markdown/safe-url.ts';
import { recordedTerminalMessages } from './recorded-messages.ts';

/** Props of {@link TerminalLinks}. */
export interface TerminalLinksProps {
  /** Links that were asked for: the one that was pressed, or all that are seen. */
  readonly links: readonly SafeUrl[];
  readonly onClose: () => void;
}

/** Where recorded links lead, host and whole address: only here they can be followed. Escape closes it. */
export function TerminalLinks({ links, onClose }: TerminalLinksProps): ReactElement {
  const words = useWords('recordedTerminal', recordedTerminalMessages);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => (list.current?.querySelector('a') ?? list.current)?.focus({ preventScroll: true }), [links]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  };
  return (
    <div className="ph-term__cut ph-term__links" role="group" aria-label={words.links} onKeyDown={onKeyDown}>
      <Icon name={webIcon} small />
      <ul ref={list} className="ph-grow" tabIndex={-1}>
        {links.length === 0 && <li role="status">{words.noLinks}</li>}
        {links.map(({ href, host }) => <li key={href} dir="ltr"><b><VisibleText text={host} /></b> <a href={href} target="_blank" rel="noopener noreferrer nofollow"><VisibleText text={href} /></a></li>)}
      </ul>
      <button type="button" className="ph-btn ph-btn--icon" aria-label={words.closeLinks} title={words.closeLinks} onClick={onClose}><Icon name="x" /></button>
    </div>
  );
}

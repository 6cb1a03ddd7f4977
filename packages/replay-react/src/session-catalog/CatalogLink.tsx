'use client';
import type { MouseEvent, ReactElement, ReactNode } from 'react';

/** Props of {@link CatalogLink}. */
export interface CatalogLinkProps {
  readonly href: string | undefined;
  readonly onOpen: ((event: MouseEvent<HTMLElement>) => void) | undefined;
  readonly children: ReactNode;
}

/** A link, a button where there is no address, or neither. With a modifier key a link opens as any other. */
export function CatalogLink({ href, onOpen, children }: CatalogLinkProps): ReactElement {
  if (href === undefined) return onOpen ? <button type="button" className="ph-figures__only" onClick={onOpen}>{children}</button> : <>{children}</>;
  return (
    <a
      href={href} className="ph-figures__only"
      onClick={(event) => { if (!event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && event.button === 0) onOpen?.(event); }}
    >
      {children}
    </a>
  );
}

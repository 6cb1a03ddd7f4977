'use client';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

/** Props of {@link State}. */
export interface StateProps {
  readonly icon: IconName;
  readonly title: string;
  /** One sentence of text. */
  readonly children?: ReactNode;
  /** Buttons: what can be done about it. */
  readonly actions?: ReactNode;
}

/** Says why there is nothing to see, in one sentence, and what can be done about it. */
export function State({ icon, title, children, actions }: StateProps): ReactElement {
  return (
    <div className="ph-state">
      <Icon name={icon} />
      <b>{title}</b>
      {children && <p>{children}</p>}
      {actions && <div className="ph-row">{actions}</div>}
    </div>
  );
}

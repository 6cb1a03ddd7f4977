'use client';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './Icon.tsx';
import type { IconName } from './icon-paths.ts';

/** Props of {@link State}. */
export interface StateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ReactNode;
}

/** Says why there is nothing to see, in one sentence. */
export function State({ icon, title, children }: StateProps): ReactElement {
  return (
    <div className="ph-state">
      <Icon name={icon} />
      <b>{title}</b>
      {children && <p>{children}</p>}
    </div>
  );
}

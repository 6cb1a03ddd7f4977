import type { ReactElement } from 'react';
import { iconPaths, type IconName, type SharedIconName } from './icon-paths.ts';

/** Props of {@link Icon}. */
export interface IconProps {
  readonly name: IconName;
  readonly className?: string;
  /** 14 instead of 16 px. */
  readonly small?: boolean;
}

/** An icon. It says nothing to a screen reader: the words beside it do. */
export function Icon({ name, className, small }: IconProps): ReactElement {
  return (
    <svg className={`ph-i${small ? ' ph-i--s' : ''}${className ? ` ${className}` : ''}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={name in iconPaths ? iconPaths[name as SharedIconName] : name} />
    </svg>
  );
}

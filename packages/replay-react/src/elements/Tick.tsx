'use client';
import type { ReactElement } from 'react';
import { Icon } from './Icon.tsx';

/** Props of {@link Tick}. */
export interface TickProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** What is ticked, for everyone who does not see `children`. */
  readonly label: string;
  /** Shows the label beside the box. */
  readonly visible?: boolean;
}

/** A check box with a hit target of 24 px. */
export function Tick({ checked, onChange, label, visible }: TickProps): ReactElement {
  return (
    <button type="button" role="checkbox" className="ph-tick" aria-checked={checked} aria-label={label} onClick={() => onChange(!checked)}>
      <span className="ph-check" aria-hidden="true"><Icon name="check" /></span>
      {visible && <span className="ph-2nd ph-tick__l">{label}</span>}
    </button>
  );
}

'use client';
import type { ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { minusIcon } from '../elements/part-icons.ts';

/** Props of {@link CheckBox}. */
export interface CheckBoxProps {
  readonly label: string;
  readonly checked: boolean;
  /** Some of what it stands for is ticked. */
  readonly mixed?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A box to tick, 24 px to hit and 16 px to see. */
export function CheckBox({ label, checked, mixed = false, onChange }: CheckBoxProps): ReactElement {
  return (
    <button type="button" role="checkbox" className="ph-checkbox" aria-checked={mixed ? 'mixed' : checked} aria-label={label} onClick={() => onChange(!checked)}>
      <span className="ph-check" aria-hidden="true"><Icon name={mixed ? minusIcon : 'check'} /></span>
    </button>
  );
}

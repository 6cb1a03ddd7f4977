'use client';
import type { ReactElement, ReactNode } from 'react';

/** Props of {@link Stat}. */
export interface StatProps {
  readonly label: string;
  readonly figure?: ReactNode;
  readonly unit?: ReactNode;
  /** Takes more room than its neighbours. */
  readonly wide?: boolean;
  /** The drawing below. */
  readonly children?: ReactNode;
}

/** A figure with its name, its unit and a small drawing. */
export function Stat({ label, figure, unit, wide = false, children }: StatProps): ReactElement {
  return (
    <div className={wide ? 'ph-stat ph-stat--wide' : 'ph-stat'} role="group" aria-label={label}>
      <span className="ph-label">{label}</span>
      {figure !== undefined && <span className="ph-stat__n">{figure}{unit !== undefined && <small className="ph-cut">{unit}</small>}</span>}
      {children}
    </div>
  );
}

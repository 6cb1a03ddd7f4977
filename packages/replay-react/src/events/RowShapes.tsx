'use client';
import type { ReactElement } from 'react';

const WIDTHS = [78, 56, 88, 42, 66];

/** The rows to come, as shapes. */
export function RowShapes({ label }: { readonly label: string }): ReactElement {
  return (
    <div className="ph-skelrows" role="status" aria-label={label}>
      {WIDTHS.map((width) => <div key={width} className="ph-row"><i className="ph-skel ph-skel--time" /><i className="ph-skel ph-skel--icon" /><i className="ph-skel" style={{ inlineSize: `${width}%` }} /></div>)}
    </div>
  );
}

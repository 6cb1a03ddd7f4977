'use client';
import { Fragment, type ReactElement } from 'react';
import { RecordedText } from '../../elements/RecordedText.tsx';

const LONGEST = 400;

/** Names with values, each on a line. */
export function KeyValues({ entries, label, query = '' }: { readonly entries: readonly (readonly [string, string])[]; readonly label?: string; readonly query?: string }): ReactElement {
  return (
    <dl className="ph-kv" dir="ltr" aria-label={label}>
      {entries.map(([name, value]) => (
        <Fragment key={name}>
          <dt><RecordedText text={name.slice(0, 80)} query={query} /></dt>
          <dd className="ph-cut"><RecordedText text={value.slice(0, LONGEST)} query={query} /></dd>
        </Fragment>
      ))}
    </dl>
  );
}

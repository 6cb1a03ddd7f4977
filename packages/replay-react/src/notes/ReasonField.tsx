'use client';
import { useState, type ReactElement } from 'react';

/** A reason is a line. */
export const MOST_REASON = 500;

/** Props of {@link ReasonField}. */
export interface ReasonFieldProps {
  /** What is asked, also where nothing is written yet. */
  readonly label: string;
  /** What was said before. */
  readonly reason: string;
  /** Takes another reason; empty where none is given any more. */
  readonly onReason: (reason: string) => void;
}

/** A line to say why. It is said once the field is left, or by Enter. */
export function ReasonField({ label, reason, onReason }: ReasonFieldProps): ReactElement {
  const [typed, setTyped] = useState<string>();
  const save = (): void => {
    const text = typed?.trim();
    setTyped(undefined);
    if (text !== undefined && text !== reason) onReason(text);
  };
  return (
    <span className="ph-field ph-verdict__in ph-grow">
      <input
        value={typed ?? reason} aria-label={label} placeholder={label} maxLength={MOST_REASON} size={12} dir="auto" onChange={({ target }) => setTyped(target.value)} onBlur={save}
        onKeyDown={(event) => { if (event.key === 'Enter') { event.preventDefault(); save(); } }}
      />
    </span>
  );
}

'use client';
import type { ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import type { IconName } from '../elements/icon-paths.ts';
import { visibleText } from '../elements/visible-text.ts';

/** Props of {@link Choice}. */
export interface ChoiceProps {
  readonly icon: IconName;
  readonly label: string;
  readonly any: string;
  readonly value: string | undefined;
  readonly choices: readonly (readonly [value: string, label: string, count?: number])[];
  /** Says behind a choice how many there are of it. */
  readonly countOf?: (count: number) => string;
  readonly onChange: (value: string | undefined) => void;
  /** What the closed menu says, where that is not the label of the choice. */
  readonly shown?: string | undefined;
}

/** A menu of the platform, over a button of ours: it opens, scrolls and reads as people know it. */
export function Choice({ icon, label, any, value, choices, countOf, onChange, shown }: ChoiceProps): ReactElement {
  const known = value === undefined || choices.some(([choice]) => choice === value) ? choices : [...choices, [value, value] as const];
  return (
    <span className="ph-btn ph-btn--line ph-choice" data-active={value !== undefined}>
      <Icon name={icon} small />
      <span className="ph-cut" aria-hidden="true">{shown ?? written(known.find(([choice]) => choice === value)?.[1] ?? any)}</span>
      <Icon name="chev-d" small />
      <select aria-label={label} value={value ?? ''} onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}>
        <option value="">{any}</option>
        {known.map(([choice, text, count]) => <option key={choice} value={choice}>{written(text)}{count !== undefined && countOf?.(count)}</option>)}
      </select>
    </span>
  );
}

/** Choices are recorded names: the beginning, with what hides in it. */
function written(text: string): string {
  return visibleText(text.slice(0, 100));
}

'use client';
import { useId, useState, type ReactElement } from 'react';
import { reviewRules, type ReviewMarker, type ReviewRule } from '@playhead/replay-core';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useMarkers, useReviewContext } from './ReviewProvider.tsx';
import { reviewQueueMessages } from './review-messages.ts';

/** So much of what a rule threw is shown. */
const LONGEST = 300;

/** What each rule looks for, how much it found, and the numbers it goes by: a changed number counts at once. */
export function RuleSettings({ markers }: { readonly markers: readonly ReviewMarker[] }): ReactElement {
  const messages = useWords('reviewQueue', reviewQueueMessages);
  const format = useFormat();
  const { rules = reviewRules, thresholds, setThresholds } = useReviewContext();
  const { failures } = useMarkers();
  const change = ({ name }: ReviewRule, threshold: string, value: number): void => setThresholds({ ...thresholds, [name]: { ...thresholds[name], [threshold]: value } });
  const counts = new Map<string, number>();
  for (const { rule } of markers) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return (
    <div className="ph-rules">
      {rules.map((rule) => (
        <fieldset key={rule.name} className="ph-rules__i">
          <legend className="ph-med">{rule.title} <span className="ph-muted">{messages.found(counts.get(rule.name) ?? 0, format.number(counts.get(rule.name) ?? 0))}</span></legend>
          <p className="ph-muted">{rule.description}</p>
          {failures.has(rule.name) && <p className="ph-bad"><VisibleText text={messages.failed((failures.get(rule.name) ?? '').slice(0, LONGEST))} /></p>}
          {Object.entries(rule.thresholds).map(([name, threshold]) => (
            <ThresholdField key={name} {...threshold} value={numberOr(thresholds[rule.name]?.[name], threshold.default)} onChange={(value) => change(rule, name, value)} />
          ))}
        </fieldset>
      ))}
      {Object.keys(thresholds).length > 0 && <button type="button" className="ph-btn ph-btn--s ph-btn--line" onClick={() => setThresholds({})}>{messages.reset}</button>}
    </div>
  );
}

/** Hosts keep thresholds where anything may be written: what is no number counts as unchanged, as it does for the rule. */
function numberOr(value: number | undefined, usual: number): number {
  return typeof value === 'number' && !Number.isNaN(value) ? value : usual;
}

function ThresholdField({ title, min, max, value, onChange }: { readonly title: string; readonly min: number; readonly max: number; readonly value: number; readonly onChange: (value: number) => void }): ReactElement {
  const id = useId();
  // What is being typed may be no number yet; what the field is left with is one.
  const [typed, setTyped] = useState<string>();
  const type = (text: string): void => {
    const number = Number(text);
    setTyped(text);
    if (text.trim() !== '' && number >= min && number <= max) onChange(number);
  };
  return (
    <div className="ph-rules__n ph-row">
      <label htmlFor={id} className="ph-grow">{title}</label>
      <span className="ph-field"><input id={id} type="number" inputMode="numeric" min={min} max={max} value={typed ?? value} onChange={({ target }) => type(target.value)} onBlur={() => setTyped(undefined)} /></span>
    </div>
  );
}

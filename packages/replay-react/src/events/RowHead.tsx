'use client';
import type { ReactElement } from 'react';
import { Icon } from '../elements/Icon.tsx';
import { RecordedText } from '../elements/RecordedText.tsx';
import type { MetaItem, RowLine } from './event-card.ts';

const LONGEST = 500;
const LOOKS: Readonly<Record<NonNullable<MetaItem['look']>, string>> = {
  bad: 'ph-bad ph-med', ok: 'ph-ok ph-med', stop: 'ph-stop ph-med', warn: 'ph-warn ph-med', plus: 'ph-plus', minus: 'ph-minus', mono: 'ph-mono ph-ev__hash', running: 'ph-2nd ph-med', withheld: 'ph-redacted',
};

/** Props of {@link RowHead}. */
export interface RowHeadProps {
  readonly line: RowLine;
  readonly query: string;
  readonly current: boolean;
  /** Who did it, where a subagent's rows begin. */
  readonly agent?: string | undefined;
  /** Absent for rows that have nothing more to show. */
  readonly disclosure?: { readonly open: boolean; readonly label: string; readonly tabIndex: number; readonly onToggle: () => void } | undefined;
}

/** The line of a row: name, argument, numbers, status in words, and what opens its body. */
export function RowHead({ line: { name, tool, argument = '', note, meta }, query, current, agent, disclosure }: RowHeadProps): ReactElement {
  return (
    <div className="ph-ev__h">
      {agent !== undefined && <span className="ph-ev__agent ph-cut"><RecordedText text={agent.slice(0, 80)} /></span>}
      <span className="ph-ev__n ph-cut"><RecordedText text={name.slice(0, LONGEST)} query={query} />{tool !== undefined && <> <span className="ph-muted">›</span> <RecordedText text={tool.slice(0, LONGEST)} query={query} /></>}</span>
      {(argument !== '' || note !== undefined) && (
        <bdi className="ph-ev__a ph-cut" title={argument.slice(0, 2000)}><RecordedText text={argument.slice(0, LONGEST)} query={query} current={current} />{note !== undefined && <> <span className="ph-muted"><RecordedText text={note.slice(0, 200)} query={query} /></span></>}</bdi>
      )}
      <span className="ph-ev__m">
        {meta.map(({ text, look }, index) => <span key={index} className={look && LOOKS[look]}>{look === 'withheld' && <Icon name="lock" />}{text}</span>)}
        {disclosure && <button type="button" className="ph-ev__d" aria-expanded={disclosure.open} aria-label={disclosure.label} tabIndex={disclosure.tabIndex} onClick={disclosure.onToggle} />}
      </span>
    </div>
  );
}

/** What a line says, for assistive technology. */
export function spokenLine({ name, tool, argument, note, meta }: RowLine): string {
  return [tool === undefined ? name : `${name} › ${tool}`, [argument, note].filter(Boolean).join(' ').slice(0, 200), ...meta.map(({ text }) => text)].filter(Boolean).join(', ');
}

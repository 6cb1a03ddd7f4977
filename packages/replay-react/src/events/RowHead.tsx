'use client';
import type { ReactElement } from 'react';
import { RecordedText } from '../elements/RecordedText.tsx';
import type { MetaItem, RowLine } from './event-card.ts';

const LONGEST = 500;
/** Looks whose class is not their name. */
const LOOKS: Readonly<Partial<Record<NonNullable<MetaItem[1]>, string>>> = { running: 'ph-2nd ph-med', plus: 'ph-plus', minus: 'ph-minus', mono: 'ph-mono ph-ev__hash' };

/** Props of {@link RowHead}. */
export interface RowHeadProps {
  readonly line: RowLine;
  readonly query: string;
  readonly current: boolean;
  /** Who did it, where a subagent's rows begin. */
  readonly agent?: string | undefined;
  /** What opens the body; absent for rows that have nothing more to show. */
  readonly disclosure: ReactElement | false;
}

/** The line of a row: name, argument, numbers, status in words, and what opens its body. */
export function RowHead({ line: { name, tool, argument, note, meta }, query, current, agent, disclosure }: RowHeadProps): ReactElement {
  const text = (recorded: string, most = LONGEST): ReactElement => <RecordedText text={recorded.slice(0, most)} query={query} current={recorded === argument && current} />;
  return (
    <div className="ph-ev__h">
      {agent !== undefined && <span className="ph-ev__agent ph-cut">{text(agent, 80)}</span>}
      <span className="ph-ev__n ph-cut">{text(name)}{tool !== undefined && <> <span className="ph-muted">›</span> {text(tool)}</>}</span>
      {(argument !== '' || note !== undefined) && <bdi className="ph-ev__a ph-cut" title={argument.slice(0, 2000)}>{text(argument)}{note !== undefined && <> <span className="ph-muted">{text(note, 200)}</span></>}</bdi>}
      <span className="ph-ev__m">
        {meta.map(([word, look], index) => word && <span key={index} className={look && (LOOKS[look] ?? `ph-${look} ph-med`)}>{word}</span>)}
        {disclosure}
      </span>
    </div>
  );
}

import { memo, type ComponentType, type MouseEvent, type ReactElement } from 'react';
import { parseAnsi } from '../ansi/parse-ansi.ts';
import { spanStyle } from '../ansi/AnsiText.tsx';
import { RecordedText } from '../elements/RecordedText.tsx';
import type { TextRow } from './text-rows.ts';
import { ROW_HEIGHT } from './use-row-window.ts';

/** Props of {@link LargeTextRow}. */
export interface LargeTextRowProps {
  readonly row: TextRow;
  readonly query: string;
  /** Whether the search stands on it. */
  readonly current: boolean;
  readonly selected: boolean;
  /** What its number does, in words; absent on the second row of a line. */
  readonly selectLabel: string | undefined;
  readonly onSelect: (line: number, extend: boolean) => void;
}

/** One row: the number of its line, and its text in the colours of a terminal. */
export const LargeTextRow: ComponentType<LargeTextRowProps> = memo(function LargeTextRow({ row, query, current, selected, selectLabel, onSelect }: LargeTextRowProps): ReactElement {
  const spans = parseAnsi(row.text);
  return (
    <div className="ph-large__row" style={{ blockSize: ROW_HEIGHT }} data-current={current || undefined} data-selected={selected || undefined}>
      <button type="button" tabIndex={-1} className="ph-large__n" aria-label={selectLabel} disabled={row.continues} onClick={(event: MouseEvent) => onSelect(row.line, event.shiftKey)}>{row.continues ? '' : row.line}</button>
      <span className="ph-large__text">
        {spans.map((span, index) => <span key={index} className={span.className || undefined} style={spanStyle(span)}><RecordedText text={span.text} query={query} current={current} /></span>)}
      </span>
    </div>
  );
});

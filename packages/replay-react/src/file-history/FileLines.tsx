'use client';
import { useCallback, useMemo, type ReactElement } from 'react';
import { Virtualizer } from 'virtua';
import type { FileHistory, FileState } from '@playhead/replay-core';
import { CutLine } from '../elements/CutLine.tsx';
import { useScroller } from '../elements/use-scroller.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { fileHistoryMessages } from './file-history-messages.ts';
import { fileRows, type FileRow } from './file-rows.ts';
import { usePointTime } from './use-point-time.ts';

/** More rows are drawn only where they are looked at. */
const MOST_ROWS = 300;

/** Props of {@link FileLines}. */
export interface FileLinesProps {
  readonly history: FileHistory;
  readonly state: FileState;
  /** The point at the playhead: its lines are marked. */
  readonly point: number;
  readonly path: string;
  readonly onGo: (point: number) => void;
}

/** The lines of a file. The first of each stretch that one change wrote says which, and leads to it. */
export function FileLines({ history, state, point, path, onGo }: FileLinesProps): ReactElement {
  const messages = useWords('fileHistory', fileHistoryMessages);
  const rows = useMemo(() => fileRows(state), [state]);
  const [scroller, element] = useScroller();
  const draw = useCallback((row: FileRow, index: number): ReactElement => <Row key={index} row={row} history={history} current={row.kind !== 'open' && row.point === point} onGo={onGo} />, [history, point, onGo]);
  return (
    <div ref={element} className="ph-filehistory__lines" role="group" aria-label={messages.label(path)} dir="ltr">
      {scroller && rows.length > MOST_ROWS ? <Virtualizer scrollRef={scroller} data={rows} itemSize={20}>{draw}</Virtualizer> : rows.slice(0, MOST_ROWS).map(draw)}
    </div>
  );
}

interface RowProps {
  readonly row: FileRow;
  readonly history: FileHistory;
  readonly current: boolean;
  readonly onGo: (point: number) => void;
}

function Row({ row, history, current, onGo }: RowProps): ReactElement {
  const messages = useWords('fileHistory', fileHistoryMessages);
  const format = useFormat();
  if (row.kind === 'open') return <div className="ph-fold">{messages.unknownRest}</div>;
  return (
    <div className={`ph-dl ph-filehistory__row${current ? ' ph-dl--add' : ''}`} data-current={current} data-first={row.until !== undefined}>
      <Blame row={row} history={history} onGo={onGo} />
      <i>{row.line}</i>
      {row.kind === 'line' ? <code><CutLine text={row.text} /></code> : <span className="ph-muted">{messages.unknownLines(row.count, format.number(row.count))}</span>}
    </div>
  );
}

function Blame({ row, history, onGo }: Pick<RowProps, 'history' | 'onGo'> & { readonly row: Exclude<FileRow, { readonly kind: 'open' }> }): ReactElement {
  const messages = useWords('fileHistory', fileHistoryMessages);
  const format = useFormat();
  const timeOf = usePointTime();
  const { point, until, line } = row;
  const wrote = point === undefined ? undefined : history.points[point];
  if (point === undefined || wrote === undefined || until === undefined) return <span className="ph-filehistory__blame" />;
  const time = timeOf(wrote.at);
  return (
    <button type="button" className={`ph-filehistory__blame${wrote.kind === 'outside' ? ' ph-warn' : ''}`} data-kind={wrote.kind} title={wrote.kind === 'outside' ? messages.outsideHint : `${messages[wrote.kind]} · ${time}`} onClick={() => onGo(point)}>
      <span>#{format.number(point + 1)}</span>{' '}<span className="ph-muted">{time}</span>{' '}<span className="ph-hidden">{messages.goTo(line, until, messages[wrote.kind])}</span>
    </button>
  );
}

'use client';
import { useDeferredValue, useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useWords } from '../settings/SettingsContext.tsx';
import { LargeTextBar } from './LargeTextBar.tsx';
import { largeTextMessages } from './large-text-messages.ts';
import { LargeTextRow } from './LargeTextRow.tsx';
import { bytesOf, keyOf } from './text-bytes.ts';
import { useFind } from './use-find.ts';
import { useRowWindow } from './use-row-window.ts';
import { useTextRows } from './use-text-rows.ts';

/** Props of {@link LargeText}. */
export interface LargeTextProps {
  /** Texts that are shown one behind the other; large ones are read as they are needed. */
  readonly values: readonly TextValue[];
  /** What the file is called that it can be downloaded as, without an ending. */
  readonly name: string;
}

/** First and last line, from 1, in the order they were chosen. */
interface Lines {
  readonly from: number;
  readonly to: number;
}

const SCROLLING: ReadonlySet<string> = new Set(['Home', 'End', 'PageUp', 'PageDown', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', ' ']);

/** A text of any size: what is seen of it is in the page, the rest is read, searched and copied from where it is kept. */
export function LargeText({ values, name }: LargeTextProps): ReactElement {
  const words = useWords('largeText', largeTextMessages);
  const store = useReplayStore();
  const wanted = keyOf(values);
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the digests and lengths in `wanted` name the values
  const bytes = useMemo(() => bytesOf(store, values), [store, wanted]);
  const { rows, count, progress, failed, again } = useTextRows(bytes);
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const seen = useRowWindow(scroller, rows, count, progress);
  const [query, setQuery] = useState('');
  const sought = useDeferredValue(query);
  const found = useFind(rows, progress === 1, sought, seen.firstSeen, seen.reveal);
  const [chosen, setChosen] = useState<Lines>();
  const current = found.rows[found.place];
  const drawn = seen.rows.length > 0 && current !== undefined && current >= seen.first && current < seen.first + seen.rows.length;
  useEffect(() => {
    if (drawn) scroller.current?.querySelector('[data-current] mark')?.scrollIntoView({ block: 'nearest', inline: 'nearest' }); // lines are longer than the page is wide
  }, [drawn, current, sought]);
  const choose = (line: number, extend: boolean): void => setChosen(extend && chosen ? { from: chosen.from, to: line } : chosen?.from === line && chosen.to === line ? undefined : { from: line, to: line });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target === scroller.current && SCROLLING.has(event.key)) return event.stopPropagation(); // the browser scrolls, the replay does not move
    const withControl = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (withControl && event.key.toLowerCase() === 'f') field.current?.focus();
    else if (event.key === 'Escape' && (query !== '' || chosen)) {
      setQuery('');
      setChosen(undefined);
      scroller.current?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const [low, high] = chosen ? [Math.min(chosen.from, chosen.to), Math.max(chosen.from, chosen.to)] : [0, -1];
  return (
    <div className="ph-large" role="group" aria-label={words.label} onKeyDown={onKeyDown}>
      <LargeTextBar field={field} query={query} setQuery={setQuery} found={found} bytes={bytes} rows={rows} count={count} progress={progress} chosen={chosen && { low, high }} name={name} />
      {failed && <p className="ph-large__failed" role="alert"><span className="ph-bad ph-grow">{words.failed}</span><button type="button" className="ph-btn ph-btn--s" onClick={again}>{words.again}</button></p>}
      <div ref={scroller} className="ph-large__rows" dir="ltr" tabIndex={0} role="group" aria-label={words.label} aria-busy={progress < 1 && !failed}>
        <div style={{ blockSize: seen.height, position: 'relative' }}>
          <div className="ph-large__seen" style={{ insetBlockStart: seen.top }}>
            {seen.rows.map((row, index) => (
              <LargeTextRow
                key={seen.first + index} row={row} query={sought} current={current === seen.first + index} selected={row.line >= low && row.line <= high}
                selectLabel={row.continues ? undefined : words.selectLine(String(row.line))} onSelect={choose}
              />
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

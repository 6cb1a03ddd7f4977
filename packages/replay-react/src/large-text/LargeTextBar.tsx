'use client';
import type { KeyboardEvent, ReactElement, RefObject } from 'react';
import { copyText } from '../elements/copy-text.ts';
import { Icon } from '../elements/Icon.tsx';
import { downloadIcon } from '../elements/part-icons.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { largeTextMessages } from './large-text-messages.ts';
import { downloadText, MOST_TO_COPY, textOfLines, wholeText } from './take-text.ts';
import type { TextBytes } from './text-bytes.ts';
import type { TextRows } from './text-rows.ts';
import type { Findings } from './use-find.ts';

/** Props of {@link LargeTextBar}. */
export interface LargeTextBarProps {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly query: string;
  readonly setQuery: (query: string) => void;
  readonly found: Findings;
  readonly bytes: TextBytes;
  readonly rows: TextRows;
  readonly count: number;
  readonly progress: number;
  /** Lines that are selected, both included. */
  readonly chosen: { readonly low: number; readonly high: number } | undefined;
  readonly name: string;
}

/** Finds in a large text, says how large it is, and takes it out of the page. */
export function LargeTextBar({ field, query, setQuery, found, bytes, rows, count, progress, chosen, name }: LargeTextBarProps): ReactElement {
  const words = useWords('largeText', largeTextMessages);
  const format = useFormat();
  const { announce } = useReplayViewActions();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    found.go(event.shiftKey ? -1 : 1);
  };
  const copy = async (): Promise<void> => {
    if (!chosen && bytes.size > MOST_TO_COPY) return announce(words.tooLargeToCopy);
    if (await copyText(chosen ? await textOfLines(rows, chosen) : await wholeText(bytes))) announce(words.copied);
  };
  const copyLabel = chosen ? words.copyLines(chosen.high - chosen.low + 1) : words.copyAll;
  const told = query === '' ? '' : found.rows.length === 0 ? (found.searching ? words.searching : words.notFound) : words.found(found.place + 1, format.number(found.rows.length), found.searching);
  return (
    <div className="ph-large__bar">
      <label className="ph-field ph-large__find">
        <Icon name="search" small />
        <input ref={field} type="search" value={query} placeholder={words.find} aria-label={words.find} spellCheck={false} maxLength={500} onChange={({ target }) => setQuery(target.value)} onKeyDown={onKeyDown} />
      </label>
      <span className="ph-muted ph-large__told" role="status">{told}</span>
      {found.rows.length > 0 && (
        <span className="ph-row">
          <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={words.previous} title={words.previous} onClick={() => found.go(-1)}><Icon name="chev-u" small /></button>
          <button type="button" className="ph-btn ph-btn--icon ph-btn--s" aria-label={words.next} title={words.next} onClick={() => found.go(1)}><Icon name="chev-d" small /></button>
        </span>
      )}
      <span className="ph-muted ph-cut ph-grow ph-large__size">{progress < 1 ? words.reading(Math.floor(progress * 100)) : words.lines(count === 0 ? 0 : rows.lines, format.number(rows.lines), format.bytes(bytes.size))}</span>
      <button type="button" className="ph-btn ph-btn--icon" aria-label={copyLabel} title={copyLabel} onClick={() => void copy().catch(() => announce(words.failed))}><Icon name="copy" /></button>
      <button type="button" className="ph-btn ph-btn--icon" aria-label={words.download} title={words.download} onClick={() => void downloadText(bytes, name).catch(() => announce(words.failed))}><Icon name={downloadIcon} /></button>
    </div>
  );
}

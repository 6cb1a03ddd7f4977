'use client';
import type { ReactElement } from 'react';
import type { TerminalHead } from '@playhead/replay-core';
import { Icon } from '../elements/Icon.tsx';
import { expandIcon } from '../elements/part-icons.ts';
import { webIcon } from './web-icon.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { recordedTerminalMessages } from './recorded-messages.ts';
import { terminalMessages } from './terminal-messages.ts';
import { ViewSwitch, type TerminalViews } from './ViewSwitch.tsx';

/** Props of {@link RecordedBar}. */
export interface RecordedBarProps {
  readonly head: TerminalHead;
  /** All terminals of the session. */
  readonly heads: readonly TerminalHead[];
  readonly onChoose: (id: string) => void;
  readonly views: TerminalViews;
  /** Whether it goes on. */
  readonly live: boolean;
  /** Whether the playhead is past its end. */
  readonly ended: boolean;
  readonly onSearch: () => void;
  readonly onLinks: () => void;
  readonly onCopy: () => void;
  /** Absent where nothing was typed, as far as it is known. */
  readonly typed: boolean | undefined;
  readonly setTyped: (shown: boolean) => void;
  readonly expanded: boolean;
  readonly setExpanded: (expanded: boolean) => void;
}

const LONGEST = 300;

/** Which terminal it is, how large, how it ended; and what can be done with it. */
export function RecordedBar({ head, heads, onChoose, views, live, ended, onSearch, onLinks, onCopy, typed, setTyped, expanded, setExpanded }: RecordedBarProps): ReactElement {
  const words = useWords('recordedTerminal', recordedTerminalMessages);
  const shared = useWords('terminal', terminalMessages);
  const format = useFormat();
  const { exitCode, signal, startedAt, endedAt } = head;
  const running = endedAt === undefined;
  return (
    <div className="ph-term__bar">
      <Icon name="command" className="ph-k-command" />
      {heads.length > 1 ? (
        <span className="ph-selectbox ph-grow">
          <select className="ph-select ph-term__choose" aria-label={words.choose} value={head.id} onChange={(event) => onChoose(event.target.value)}>
            {heads.map(({ id, command }, index) => <option key={id} value={id}>{`${index + 1} · ${command.slice(0, 60)}`}</option>)}
          </select>
          <Icon name="chev-d" />
        </span>
      ) : <span className="ph-term__cmd ph-cut ph-grow" title={head.command.slice(0, LONGEST)} dir="ltr"><VisibleText text={head.command.slice(0, LONGEST)} /></span>}
      <span className="ph-muted ph-term__size" dir="ltr">{words.size(format.number(head.columns), format.number(head.rows))}</span>
      {running && live && <span className="ph-2nd ph-row"><Icon name="spin" small className="ph-spin" />{words.recording}</span>}
      {running && !live && <span className="ph-muted ph-cut ph-term__plain" title={words.noExit}>{words.noExit}</span>}
      {ended && endedAt !== undefined && <span className="ph-muted">{format.duration(endedAt - startedAt)}</span>}
      {ended && (signal !== undefined ? <span className="ph-bad ph-med">{signal.slice(0, 20)}</span> : exitCode !== undefined && <span className={exitCode === 0 ? 'ph-muted' : 'ph-bad ph-med'}>{shared.exit(exitCode)}</span>)}
      <ViewSwitch {...views} />
      <span className="ph-vr" />
      <span className="ph-term__acts">
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.search} title={words.search} aria-keyshortcuts="/" onClick={onSearch}><Icon name="search" /></button>
        <button type="button" className="ph-btn ph-btn--icon ph-term__plain" aria-label={words.links} title={words.links} aria-keyshortcuts="Enter" onClick={onLinks}><Icon name={webIcon} /></button>
        {typed !== undefined && <button type="button" className="ph-btn ph-btn--icon ph-term__plain" aria-label={words.typed} title={words.typed} aria-pressed={typed} onClick={() => setTyped(!typed)}><Icon name="keyboard" /></button>}
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.copyScreen} title={words.copyScreen} onClick={onCopy}><Icon name="copy" /></button>
        <button type="button" className="ph-btn ph-btn--icon" aria-label={expanded ? shared.collapse : shared.expand} title={expanded ? shared.collapse : shared.expand} aria-pressed={expanded} onClick={() => setExpanded(!expanded)}><Icon name={expanded ? 'x' : expandIcon} /></button>
      </span>
    </div>
  );
}

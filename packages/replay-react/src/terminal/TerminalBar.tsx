'use client';
import type { ReactElement } from 'react';
import type { Step } from '@playhead/replay-core';
import { stripAnsi } from '../ansi/parse-ansi.ts';
import { copyText } from '../elements/copy-text.ts';
import { Icon } from '../elements/Icon.tsx';
import { expandIcon } from '../elements/part-icons.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayStore } from '../replay/ReplayRoot.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { isCommand } from './terminal-source.ts';
import { terminalMessages } from './terminal-messages.ts';
import { ViewSwitch, type TerminalViews } from './ViewSwitch.tsx';

/** Props of {@link TerminalBar}. */
export interface TerminalBarProps {
  readonly step: Step;
  readonly views: TerminalViews;
  readonly running: boolean;
  /** What was printed, to copy. */
  readonly read: () => Promise<string>;
  readonly plain: boolean;
  /** Absent where there is text only. */
  readonly setPlain: ((plain: boolean) => void) | undefined;
  readonly expanded: boolean;
  readonly setExpanded: (expanded: boolean) => void;
}

const LONGEST = 2000;

/** What ran, for how long, how it ended; and what can be done with it. */
export function TerminalBar({ step, views, running, read, plain, setPlain, expanded, setExpanded }: TerminalBarProps): ReactElement {
  const words = useWords('terminal', terminalMessages);
  const format = useFormat();
  const store = useReplayStore();
  const { announce } = useReplayViewActions();
  const kind = step.test ? 'test' : 'command';
  const exitCode = running ? undefined : step.terminal?.exitCode;
  const copy = (): void => { void read().then(async (text) => { if (await copyText(stripAnsi(text))) announce(words.copied); }, () => announce(words.missing)); };
  const go = (by: 1 | -1): void => {
    // Looked up when it is asked for: a session that grows costs nothing.
    const commands = store.getState().model.turns.flatMap((turn) => turn.steps.filter(isCommand));
    const to = commands[commands.findIndex(({ id }) => id === step.id) + by];
    if (to) store.select(to.eventIds[0]);
    else announce(by > 0 ? words.last : words.first);
  };
  return (
    <div className="ph-term__bar">
      <Icon name={kind} className={`ph-k-${kind}`} />
      <span className="ph-term__cmd ph-cut ph-grow" title={step.command?.slice(0, LONGEST)} dir="ltr"><VisibleText text={(step.command ?? step.title).slice(0, LONGEST)} /></span>
      {!running && step.durationUs !== undefined && <span className="ph-muted">{format.duration(step.durationUs)}</span>}
      {running && <span className="ph-2nd ph-row"><Icon name="spin" small className="ph-spin" />{words.running}</span>}
      {exitCode !== undefined && <span className={exitCode === 0 ? 'ph-muted' : 'ph-bad ph-med'}>{words.exit(exitCode)}</span>}
      {!running && step.status === 'denied' && <span className="ph-stop ph-row"><Icon name="denied" small />{words.denied}</span>}
      {!running && step.status === 'interrupted' && <span className="ph-warn ph-row"><Icon name="skip" small />{words.interrupted}</span>}
      <ViewSwitch {...views} />
      <span className="ph-vr" />
      <span className="ph-term__acts">
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.previous} title={words.previous} onClick={() => go(-1)}><Icon name="chev-u" /></button>
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.next} title={words.next} onClick={() => go(1)}><Icon name="chev-d" /></button>
        {setPlain && <button type="button" className="ph-btn ph-btn--icon ph-term__plain" aria-label={words.plain} title={words.plain} aria-pressed={plain} onClick={() => setPlain(!plain)}><Icon name="list" /></button>}
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.copy} title={words.copy} onClick={copy}><Icon name="copy" /></button>
        <button type="button" className="ph-btn ph-btn--icon" aria-label={expanded ? words.collapse : words.expand} title={expanded ? words.collapse : words.expand} aria-pressed={expanded} onClick={() => setExpanded(!expanded)}><Icon name={expanded ? 'x' : expandIcon} /></button>
      </span>
    </div>
  );
}

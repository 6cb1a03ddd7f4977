'use client';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { useHasLayout } from '../elements/use-has-layout.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import { sessionReplayMessages } from './session-replay-messages.ts';

const OUTLINE_ROWS: readonly number[] = [62, 78, 54, 70, 46];
const EVENT_ROWS: readonly number[] = [78, 56, 88, 42, 66, 74, 50];
const OUTPUT_ROWS: readonly number[] = [40, 72, 58, 64, 30];

/** How long a page stays empty before it shows that it loads, in milliseconds: most sessions are there sooner, and are drawn once then. */
const SHOWN_AFTER_MS = 100;

/** The shape of a replay while it loads, once that takes a moment: the same rows at the same heights, so that nothing moves when it is there. */
export function Loading({ children }: { readonly children?: ReactNode }): ReactElement {
  const words = useWords('sessionReplay', sessionReplayMessages);
  const [shown, setShown] = useState(!useHasLayout());
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="ph-app" data-status="loading" data-layout="auto" data-pane="events" role="status" aria-label={words.loading}>
      {shown && <Shape />}
      {children}
    </div>
  );
}

function Shape(): ReactElement {
  return (
    <>
      <div className="ph-header"><div className="ph-header__main ph-loading__head"><Bar width="min(320px, 60%)" /><Bar width="min(480px, 80%)" /></div></div>
      <div className="ph-tl ph-loading__tl"><Bar width="100%" /></div>
      <div className="ph-transport"><span className="ph-skel ph-loading__play" /><Bar width="96px" /></div>
      <div className="ph-panes">
        <div className="ph-pane ph-pane--outline"><div className="ph-pane__bar"><Bar width="64px" /></div><div className="ph-loading__rows">{OUTLINE_ROWS.map((width) => <Bar key={width} width={`${width}%`} />)}</div></div>
        <div className="ph-pane ph-pane--events">
          <div className="ph-pane__bar"><Bar width="40%" /></div>
          <div className="ph-loading__rows">{EVENT_ROWS.map((width) => <div key={width} className="ph-row"><Bar width="28px" /><i className="ph-skel ph-loading__icon" /><Bar width={`${width}%`} /></div>)}</div>
        </div>
        <div className="ph-pane ph-pane--inspector"><div className="ph-pane__bar"><Bar width="60%" /></div><div className="ph-loading__rows">{OUTPUT_ROWS.map((width) => <Bar key={width} width={`${width}%`} />)}</div></div>
      </div>
    </>
  );
}

function Bar({ width }: { readonly width: string }): ReactElement {
  return <i className="ph-skel" style={{ inlineSize: width }} />;
}

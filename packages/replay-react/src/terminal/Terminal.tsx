'use client';
import { useEffect, useRef, useState, type ReactElement, type RefObject } from 'react';
import { AnsiText } from '../ansi/AnsiText.tsx';
import { formatBytes, formatDuration } from '../locale/format.ts';
import { Icon } from '../elements/Icon.tsx';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useStepAtPlayhead } from '../replay/use-steps.ts';
import { useText } from '../replay/use-text.ts';
import { isCommand, outputOf, WINDOW } from './terminal-source.ts';
import type { Screen } from './xterm-screen.ts';

/**
 * The output of the command at the playhead, or of the selected one.
 * Shows coloured text at once; a terminal takes its place when it is loaded.
 */
export function Terminal(): ReactElement {
  const step = useStepAtPlayhead(isCommand);
  if (!step) return <State icon="command" title="No command yet">What commands print appears here.</State>;
  return <CommandTerminal key={step.id} step={step} />;
}

function CommandTerminal({ step }: { readonly step: NonNullable<ReturnType<typeof useStepAtPlayhead>> }): ReactElement {
  const [shown, setShown] = useState(WINDOW);
  const [plain, setPlain] = useState(false);
  const { text, status } = useText(outputOf(step));
  const windowed = text.slice(0, shown);
  const element = useRef<HTMLDivElement>(null);
  const ready = useScreen(element, windowed, plain);
  const exitCode = step.terminal?.exitCode;
  return (
    <section className="ph-term" aria-label="Terminal" data-status={step.status}>
      <div className="ph-term__bar">
        <Icon name={step.test ? 'test' : 'command'} className={`ph-k-${step.test ? 'test' : 'command'}`} />
        <span className="ph-term__cmd ph-cut ph-grow" title={step.command?.slice(0, 2000)}><VisibleText text={(step.command ?? step.title).slice(0, 2000)} /></span>
        {step.durationUs !== undefined && <span className="ph-muted">{formatDuration(step.durationUs)}</span>}
        {exitCode !== undefined && <span className={exitCode === 0 ? 'ph-ok' : 'ph-bad'}>exit {exitCode}</span>}
        {step.status === 'denied' && <span className="ph-stop ph-row" style={{ gap: 4 }}><Icon name="denied" small />Denied</span>}
        <button type="button" className="ph-btn ph-btn--s" aria-pressed={plain} onClick={() => setPlain(!plain)}>Plain text</button>
      </div>
      <div className="ph-term__body" data-view={ready && !plain ? 'screen' : 'text'}>
        <pre className="ph-term__out" tabIndex={ready && !plain ? -1 : 0} aria-hidden={ready && !plain}>
          <AnsiText text={windowed} />
          {text === '' && <span className="ph-muted">{status === 'loading' ? 'Loading the output…' : step.status === 'running' ? 'Nothing printed yet.' : 'It printed nothing.'}</span>}
          {status === 'error' && <span className="ph-bad">{'\n'}The rest of the output could not be loaded.</span>}
        </pre>
        {!plain && <div ref={element} className="ph-term__screen" data-ready={ready} />}
      </div>
      {text.length > shown && <button type="button" className="ph-more" onClick={() => setShown(shown + WINDOW)}><Icon name="chev-d" small />Show more: {formatBytes(text.length - shown)} left</button>}
    </section>
  );
}

/** Opens a terminal in an element; true once it shows the text. */
function useScreen(element: RefObject<HTMLElement | null>, text: string, off: boolean): boolean {
  const [screen, setScreen] = useState<Screen>();
  const [drawn, setDrawn] = useState<Screen>();
  useEffect(() => {
    const target = element.current;
    if (off || !target || typeof ResizeObserver === 'undefined') return;
    let gone = false;
    let opened: Screen | undefined;
    import('./xterm-screen.ts').then(
      ({ openScreen }) => {
        if (gone) return;
        opened = openScreen(target);
        setScreen(opened);
      },
      () => undefined, // the coloured text stays
    );
    return () => {
      gone = true;
      opened?.close();
      setScreen(undefined);
    };
  }, [element, off]);
  useEffect(() => {
    let gone = false;
    if (screen) void screen.show(text).then(() => { if (!gone) setDrawn(screen); });
    return () => { gone = true; };
  }, [screen, text]);
  return screen !== undefined && drawn === screen && text !== '';
}

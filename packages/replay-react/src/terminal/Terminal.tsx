'use client';
import { lazy, Suspense, useEffect, useMemo, useRef, useState, type ComponentType, type ForwardedRef, type LazyExoticComponent, type ReactElement } from 'react';
import type { Step } from '@playhead/replay-core';
import { AnsiText } from '../ansi/AnsiText.tsx';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { joinRefs } from '../elements/join-refs.ts';
import { downloadIcon } from '../elements/part-icons.ts';
import { State } from '../elements/State.tsx';
import { useStepAtPlayhead } from '../replay/use-steps.ts';
import { useText } from '../replay/use-text.ts';
import { LargeTextLater } from '../large-text/LargeTextLater.tsx';
import { bytesOf } from '../large-text/text-bytes.ts';
import { useEnd } from '../large-text/use-end.ts';
import { useReplayStore } from '../replay/StoreContext.tsx';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import type { RecordedTerminalProps } from './RecordedTerminal.tsx';
import { TerminalBar } from './TerminalBar.tsx';
import { lastOf, MOST_LOADED, NONE, sizeOf, WINDOW } from './terminal-source.ts';
import { useExpanded } from './use-expanded.ts';
import { usePrinted } from './use-printed.ts';
import { useScreen } from './use-screen.ts';
import { useTerminalHead } from './use-terminal-head.ts';
import type { TerminalViews } from './ViewSwitch.tsx';
import { terminalMessages } from './terminal-messages.ts';

/** Props of {@link Terminal}. */
export interface TerminalProps extends PartProps {
  /** Shows this step instead of the one at the playhead. */
  readonly step?: Step | undefined;
  /** `text` never loads the terminal emulator. Default `screen`: coloured text at first, a terminal when it is loaded. */
  readonly renderer?: 'screen' | 'text' | undefined;
}

const LONGEST_COMMAND = 4000;
/** Characters of text that stand where a screen comes: as much as is seen of them at once, for a browser lays out all of it. */
const BENEATH = 32 * 1024;

/** Comes when a session with a recorded terminal is shown. */
const Recorded: LazyExoticComponent<ComponentType<RecordedTerminalProps>> = lazy(() => import('./RecordedTerminal.tsx').then(({ RecordedTerminal }) => ({ default: RecordedTerminal })));

/**
 * The screen of the recorded terminal at the playhead; where none was recorded, or when asked for, the output of the command at the
 * playhead as far as it was printed then: coloured text at once, a terminal in its place when it is loaded. Nothing in it can answer,
 * link or copy by itself.
 *
 * @example
 * ```tsx
 * <ReplayRoot url={url}><Terminal /></ReplayRoot>
 * ```
 */
export const Terminal: Part<TerminalProps> = definePart('Terminal', ({ step: own, renderer = 'screen', className, style }, ref) => {
  const words = useWords('terminal', terminalMessages);
  const { heads, head, choose, isStep } = useTerminalHead();
  const found = useStepAtPlayhead(isStep);
  const [view, setView] = useState<TerminalViews['view']>('whole');
  const canRecord = head !== undefined && own === undefined && renderer === 'screen';
  const step = own ?? found;
  const views: TerminalViews = { view, setView: canRecord && found !== undefined ? setView : undefined };
  if (canRecord && (view === 'whole' || !step)) {
    const waiting = <section className={classes('ph-term', className)} style={style} data-part="terminal" data-status="loading" aria-label={words.label} aria-busy="true" />;
    return <Suspense fallback={waiting}><Recorded key={head.id} head={head} heads={heads} onChoose={choose} views={views} className={className} style={style} outer={ref} /></Suspense>;
  }
  if (!step) return <section ref={ref} className={classes('ph-term', className)} style={style} data-part="terminal" data-status="empty" aria-label={words.label}><State icon="command" title={words.empty}>{words.emptyHint}</State></section>;
  return <CommandTerminal step={step} renderer={renderer} views={views} className={className} style={style} outer={ref} />;
});

function CommandTerminal({ step, renderer, views, className, style, outer }: TerminalProps & { readonly step: Step; readonly views: TerminalViews; readonly outer: ForwardedRef<HTMLElement> }): ReactElement {
  const words = useWords('terminal', terminalMessages);
  const format = useFormat();
  const store = useReplayStore();
  const { announce } = useReplayViewActions();
  const root = useRef<HTMLElement | null>(null);
  const join = useMemo(() => joinRefs(root, outer), [outer]);
  const target = useRef<HTMLDivElement>(null);
  const out = useRef<HTMLPreElement>(null);
  const [everything, showEverything] = useState<string>();
  const [plain, setPlain] = useState(renderer === 'text');
  const [expanded, setExpanded] = useExpanded(root);
  const { pieces, complete } = usePrinted(step);
  const size = sizeOf(pieces);
  const isTooLarge = size > MOST_LOADED;
  const whole = useText(isTooLarge ? NONE : pieces);
  const end = useEnd(isTooLarge ? pieces : NONE, WINDOW);
  const { text, status } = isTooLarge ? end : whole;
  const running = !complete || step.status === 'running';
  const wantsAll = everything === step.id;
  const shown = wantsAll ? text : lastOf(text, WINDOW);
  const cut = isTooLarge || shown.length < text.length;
  const silent = shown === '';
  const prompt = step.command === undefined || cut ? '' : `\u001b[90m$\u001b[0m \u001b[1m${inOneStyle(step.command)}\u001b[0m\n${silent ? '' : '\n'}`;
  const printed = prompt + shown;
  const inRows = isTooLarge && wantsAll;
  const screen = useScreen(target, printed, plain || silent || inRows);
  const ready = screen === 'shown';
  const beneath = screen === 'none' ? printed : lastOf(printed, BENEATH);
  const readAll = async (): Promise<string> => (isTooLarge ? (await import('../large-text/take-text.ts')).wholeText(bytesOf(store, pieces)) : text);
  const save = async (): Promise<void> => (await import('../large-text/take-text.ts')).downloadText(bytesOf(store, pieces), step.id).catch(() => announce(words.missing));
  // A terminal stands at its end; so does the text beneath.
  useEffect(() => {
    const element = out.current;
    if (element) element.scrollTop = element.scrollHeight;
  }, [step.id, beneath]);
  return (
    <section
      ref={join} className={classes('ph-term', className)} style={style} data-part="terminal" aria-label={words.label} data-status={running ? 'running' : step.status} data-expanded={expanded} data-renderer={ready ? 'screen' : 'text'}
    >
      <TerminalBar step={step} views={views} running={running} read={readAll} plain={plain} setPlain={renderer === 'text' ? undefined : setPlain} expanded={expanded} setExpanded={setExpanded} />
      <div className="ph-term__body" data-view={ready ? 'screen' : 'text'} dir="ltr">
        {cut && !inRows && (
          <div className="ph-term__cut">
            <span className="ph-grow">{words.truncated(format.bytes(shown.length), format.bytes(isTooLarge ? size : text.length))}</span>
            <button type="button" className="ph-btn ph-btn--s" onClick={() => showEverything(step.id)}>{words.showAll}</button>
            <button type="button" className="ph-btn ph-btn--s" onClick={() => void save()}><Icon name={downloadIcon} small />{words.download}</button>
          </div>
        )}
        {inRows ? <div className="ph-term__stage"><LargeTextLater values={pieces} name={step.id} /></div> : <div className="ph-term__stage">
          <pre ref={out} className="ph-term__out" tabIndex={ready ? -1 : 0} aria-hidden={ready} aria-busy={status === 'loading' || running} {...(!ready && { role: 'group', 'aria-label': words.label })}>
            <AnsiText text={beneath} />
            {running && <span className="cursor" aria-hidden="true"> </span>}
            {silent && <span className="ph-muted">{status === 'loading' ? words.loading : step.status === 'denied' ? words.notRun : running ? words.nothingYet : words.nothing}</span>}
            {status === 'error' && <span className="ph-bad">{'\n'}{words.missing}</span>}
          </pre>
          {!plain && <div ref={target} className="ph-term__screen" data-ready={ready} />}
        </div>}
      </div>
      {ready && status === 'error' && <p className="ph-term__cut ph-bad">{words.missing}</p>}
    </section>
  );
}

/** A command as one line of text: what it holds beside text is left to the bar, which shows it by code point. */
function inOneStyle(command: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what it takes out
  return command.slice(0, LONGEST_COMMAND).replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

'use client';
import { useMemo, useState } from 'react';
import { beginningOf } from '../elements/beginning-of.ts';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { Icon } from '../elements/Icon.tsx';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { Markdown } from '../markdown/Markdown.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useText } from '../replay/use-text.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { useReplayViewActions } from '../view/ViewContext.tsx';
import { finalOutputMessages } from './final-output-messages.ts';

/** Characters of a long answer that are shown at first. */
const FIRST = 30_000;
const LONGEST_TITLE = 300;
const LONGEST_JSON = 1024 * 1024;

/**
 * The answer the agent handed over at the end: markdown, text or JSON. Untrusted: drawn without any way to HTML.
 *
 * @example
 * ```tsx
 * <ReplayRoot url={url}><FinalOutput /></ReplayRoot>
 * ```
 */
export const FinalOutput: Part<PartProps> = definePart('FinalOutput', ({ className, style }, ref) => {
  const { output, ended } = useReplayState(({ model }) => ({ output: model.finalOutput, ended: model.session.stoppedAt !== undefined || model.session.outcome !== undefined }));
  const words = useWords('finalOutput', finalOutputMessages);
  const format = useFormat();
  const { announce } = useReplayViewActions();
  const { text, status } = useText(output ? [output.content] : []);
  const [everything, showEverything] = useState(false);
  const whole = useMemo(() => (output?.format === 'json' ? pretty(text) : text), [output?.format, text]);
  const shown = everything || whole.length <= FIRST * 1.2 ? whole : beginningOf(whole, FIRST);
  const box = { ref, className: classes('ph-final', className), style, 'data-part': 'final-output', 'data-status': output ? status : ended ? 'absent' : 'live', 'data-format': output?.format };
  if (!output) {
    return <section {...box} aria-label={words.label}><State icon="assistant" title={ended ? words.absent : words.live}>{ended ? words.absentHint : words.liveHint}</State></section>;
  }
  const title = output.title?.slice(0, LONGEST_TITLE);
  const copy = (): void => { void navigator.clipboard?.writeText(text).then(() => announce(words.copied), () => undefined); };
  return (
    <section {...box} aria-label={title ?? words.label} aria-busy={status === 'loading'}>
      <div className="ph-final__bar">
        {title !== undefined && <h3><VisibleText text={title} /></h3>}
        <span className="ph-grow" />
        <button type="button" className="ph-btn ph-btn--icon" aria-label={words.copy} title={words.copy} onClick={copy}><Icon name="copy" /></button>
      </div>
      {output.format === 'markdown' ? <Markdown text={shown} /> : <pre tabIndex={0} role="group" aria-label={words.label}><VisibleText text={shown} /></pre>}
      {shown.length < whole.length && <p><button type="button" className="ph-btn ph-btn--line" onClick={() => showEverything(true)}>{words.showAll(format.bytes(whole.length - shown.length))}</button></p>}
      {status === 'loading' && <p className="ph-muted">{words.loading}</p>}
      {status === 'error' && <p className="ph-bad ph-row" role="status"><Icon name="alert" small />{words.missing}</p>}
    </section>
  );
});

function pretty(text: string): string {
  if (text.length > LONGEST_JSON) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

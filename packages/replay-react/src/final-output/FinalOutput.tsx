'use client';
import type { ReactElement } from 'react';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { Markdown } from '../markdown/Markdown.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { useText } from '../replay/use-text.ts';

/** The answer the agent handed over at the end. Untrusted: markdown is drawn without any way to HTML. */
export function FinalOutput(): ReactElement {
  const output = useReplayState((state) => state.model.finalOutput);
  const { text, status } = useText(output ? [output.content] : []);
  if (!output) return <State icon="assistant" title="No answer yet">The agent's final answer appears here.</State>;
  return (
    <section className="ph-final" aria-label={output.title ?? 'Final output'} data-format={output.format} aria-busy={status === 'loading'}>
      {output.title && <h3><VisibleText text={output.title} /></h3>}
      {output.format === 'markdown' ? <Markdown text={text} /> : <pre tabIndex={0}><VisibleText text={output.format === 'json' ? pretty(text) : text} /></pre>}
      {status === 'error' && <p className="ph-bad">The rest of the answer could not be loaded.</p>}
    </section>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

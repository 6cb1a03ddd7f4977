import type { ReactElement } from 'react';
import type { SessionModel } from '@playhead/replay-core';
import { shortText } from '../elements/text-value.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { renderMarkdown } from '../markdown/render-markdown.tsx';
import { staticPieces } from './static-pieces.tsx';
import type { StaticWords } from './static-words.ts';

const LONGEST = 256 * 1024;

/** The answer of a session. Markdown becomes elements, never HTML; of a large answer there is the beginning. */
export function StaticOutput({ model, words }: { readonly model: SessionModel; readonly words: StaticWords }): ReactElement | null {
  const output = model.finalOutput;
  if (!output) return null;
  const text = shortText(output.content).slice(0, LONGEST);
  const title = output.title ?? words.messages.sessionReplay.finalOutput;
  return (
    <section className="ph-static" aria-label={title}>
      <h3 className="ph-label"><VisibleText text={title} /></h3>
      {output.format === 'markdown' ? <div className="ph-md" dir="auto">{renderMarkdown(parseMarkdown(text), staticPieces(words.messages))}</div> : <pre className="ph-mono"><VisibleText text={text} /></pre>}
    </section>
  );
}

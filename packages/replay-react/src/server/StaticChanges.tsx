import type { ReactElement } from 'react';
import type { DiffHunk } from '@playhead/protocol';
import type { SessionModel } from '@playhead/replay-core';
import { linesOf } from '../diff/hunk-sides.ts';
import { relativePath } from '../elements/relative-path.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import type { StaticWords } from './static-words.ts';

const FILES = 50;
const LINES = 500;
const LOOKS = { ' ': '', '+': ' ph-dl--add', '-': ' ph-dl--del' } as const;

/** What changed, file by file, each change as its lines. What is too much is counted. */
export function StaticChanges({ model, words: { messages, format } }: { readonly model: SessionModel; readonly words: StaticWords }): ReactElement | null {
  const words = messages.sessionReplay;
  const files = model.files.filter(({ changes }) => changes.length > 0);
  if (files.length === 0) return null;
  const more = (count: number): ReactElement | false => count > 0 && <p className="ph-muted">{words.more(count, format.number(count))}</p>;
  return (
    <section className="ph-static" aria-label={words.changes}>
      <h3 className="ph-label">{words.changes}</h3>
      {files.slice(0, FILES).map((file) => {
        const lines = file.changes.flatMap(({ hunks }) => hunks).flatMap((hunk: DiffHunk) => linesOf(hunk));
        const path = relativePath(file.path, model.session.cwd);
        return (
          <article key={file.path} className="ph-diff" aria-label={path}>
            <div className="ph-diff__h" dir="ltr"><span className="ph-mono ph-cut ph-grow"><VisibleText text={path} /></span><span className="ph-plus">+{format.number(file.added)}</span><span className="ph-minus">−{format.number(file.removed)}</span></div>
            <div dir="ltr">
              {lines.slice(0, LINES).map((line, index) => (
                <div key={index} className={`ph-dl${LOOKS[line.sign]}`}><i>{line.oldLine}</i><i>{line.newLine}</i><s>{line.sign === '-' ? '−' : line.sign}</s><code><VisibleText text={line.text || ' '} /></code></div>
              ))}
            </div>
            {more(lines.length - LINES)}
          </article>
        );
      })}
      {more(files.length - FILES)}
    </section>
  );
}

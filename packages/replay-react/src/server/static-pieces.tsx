import { Icon } from '../elements/Icon.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import type { MarkdownPieces } from '../markdown/markdown-pieces.ts';
import type { ReplayMessages } from '../messages/messages.ts';

const LONGEST = 300;

/** Pieces of markdown for a page without scripts: nothing to press, images by name alone. */
export function staticPieces({ markdown }: ReplayMessages): MarkdownPieces {
  return {
    CodeBlock: ({ code, language = '' }) => <pre className="ph-md__code" dir="ltr" tabIndex={0} role="group" aria-label={markdown.code(language.slice(0, LONGEST))}><code>{code}</code></pre>,
    Image: ({ description }) => <span className="ph-md__image"><VisibleText text={markdown.image(description.slice(0, LONGEST) || markdown.noDescription)} /></span>,
    TableScroll: ({ children }) => <div className="ph-md__scroll" role="group" aria-label={markdown.table} tabIndex={0}>{children}</div>,
    TaskMark: ({ done }) => <><span className="ph-check ph-md__task" data-done={done} aria-hidden="true"><Icon name="check" /></span><span className="ph-hidden">{done ? markdown.done : markdown.toDo} </span></>,
  };
}

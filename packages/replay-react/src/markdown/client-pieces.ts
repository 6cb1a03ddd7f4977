import { CodeBlock } from './CodeBlock.tsx';
import type { MarkdownPieces } from './markdown-pieces.ts';
import { MarkdownImage } from './MarkdownImage.tsx';
import { TableScroll } from './TableScroll.tsx';
import { TaskMark } from './TaskMark.tsx';

/** The pieces of a page with scripts. */
export const clientPieces: MarkdownPieces = { CodeBlock, Image: MarkdownImage, TableScroll, TaskMark };

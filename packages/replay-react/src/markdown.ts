// A name added here is a promise.

// Untrusted markdown as React elements
export { Markdown } from './markdown/Markdown.tsx';
export type { MarkdownProps } from './markdown/Markdown.tsx';

import type { Definition, FootnoteDefinition, List, Nodes, Root, Table } from 'mdast';
import { createElement, Fragment, type ReactNode } from 'react';
import { VisibleText } from '../elements/VisibleText.tsx';
import type { MarkdownPieces } from './markdown-pieces.ts';
import { safeUrl } from './safe-url.ts';

const DEEPEST = 40;

/** What names in a text stand for, and what draws its pieces. */
interface Names {
  readonly pieces: MarkdownPieces;
  readonly links: ReadonlyMap<string, Definition>;
  readonly notes: ReadonlyMap<string, number>;
}

/**
 * Draws a markdown tree as React elements. The text is whatever an agent wrote: HTML in it is shown as
 * text, links lead to http, https and mail alone, and images are named, not loaded.
 *
 * @param pieces - What draws code, images, tables and tasks; pages without scripts have others.
 */
export function renderMarkdown(root: Root, pieces: MarkdownPieces): ReactNode {
  const links = new Map<string, Definition>();
  const notes: FootnoteDefinition[] = [];
  for (const node of root.children) {
    if (node.type === 'definition' && !links.has(node.identifier)) links.set(node.identifier, node);
    else if (node.type === 'footnoteDefinition') notes.push(node);
  }
  const names: Names = { pieces, links, notes: new Map(notes.map((note, index) => [note.identifier, index + 1])) };
  return (
    <>
      {all(root.children.filter(({ type }) => type !== 'footnoteDefinition'), names, 0)}
      {notes.length > 0 && <ol className="ph-md__notes">{notes.map((note, index) => <li key={index}>{all(note.children, names, 1)}</li>)}</ol>}
    </>
  );
}

function all(nodes: readonly Nodes[], names: Names, depth: number): ReactNode[] {
  return nodes.map((node, index) => one(node, index, names, depth));
}

function one(node: Nodes, key: number, names: Names, depth: number): ReactNode {
  if (depth > DEEPEST) return null;
  const inner = (): ReactNode[] => ('children' in node ? all(node.children, names, depth + 1) : []);
  const { CodeBlock, Image } = names.pieces;
  switch (node.type) {
    case 'paragraph': return <p key={key}>{inner()}</p>;
    case 'text': return <VisibleText key={key} text={node.value} />;
    case 'html': return <VisibleText key={key} text={node.value} />;
    case 'emphasis': return <em key={key}>{inner()}</em>;
    case 'strong': return <strong key={key}>{inner()}</strong>;
    case 'delete': return <del key={key}>{inner()}</del>;
    case 'inlineCode': return <code key={key}><VisibleText text={node.value} /></code>;
    case 'break': return <br key={key} />;
    case 'thematicBreak': return <hr key={key} />;
    case 'blockquote': return <blockquote key={key}>{inner()}</blockquote>;
    case 'code': return <CodeBlock key={key} code={node.value} language={node.lang ?? undefined} />;
    // The page has its own h1 and h2: a text's headings start at the third level.
    case 'heading': return createElement(`h${Math.min(6, node.depth + 2)}`, { key }, ...inner());
    case 'list': return renderList(node, key, names, depth);
    case 'table': return renderTable(node, key, names, depth);
    case 'link': return renderLink(node.url, inner(), key, textOf(node));
    case 'linkReference': return renderLink(names.links.get(node.identifier)?.url, inner(), key, textOf(node));
    case 'image': return <Image key={key} address={node.url} description={node.alt ?? ''} />;
    case 'imageReference': return <Image key={key} address={names.links.get(node.identifier)?.url ?? ''} description={node.alt ?? ''} />;
    case 'footnoteReference': return <sup key={key}>{names.notes.get(node.identifier) ?? <VisibleText text={node.identifier} />}</sup>;
    case 'footnoteDefinition': case 'definition': return null;
    default: return 'children' in node ? <Fragment key={key}>{inner()}</Fragment> : null;
  }
}

function renderList(list: List, key: number, names: Names, depth: number): ReactNode {
  const { TaskMark } = names.pieces;
  const items = list.children.map((item, index) => (
    <li key={index} className={typeof item.checked === 'boolean' ? 'ph-md__todo' : undefined}>
      {typeof item.checked === 'boolean' && <TaskMark done={item.checked} />}
      {item.children.map((child, at) => (child.type === 'paragraph' && !item.spread ? <Fragment key={at}>{all(child.children, names, depth + 2)}</Fragment> : one(child, at, names, depth + 2)))}
    </li>
  ));
  return list.ordered ? <ol key={key} start={list.start ?? undefined}>{items}</ol> : <ul key={key}>{items}</ul>;
}

function renderTable(table: Table, key: number, names: Names, depth: number): ReactNode {
  const { TableScroll } = names.pieces;
  const [head, ...rows] = table.children;
  const styleOf = (column: number): { readonly textAlign: 'start' | 'center' | 'end' } | undefined => {
    const align = table.align?.[column];
    return align === 'right' ? { textAlign: 'end' } : align === 'center' ? { textAlign: 'center' } : undefined;
  };
  return (
    <TableScroll key={key}>
      <table>
        <thead><tr>{head?.children.map((cell, index) => <th key={index} scope="col" style={styleOf(index)}>{all(cell.children, names, depth + 1)}</th>)}</tr></thead>
        <tbody>{rows.map((row, line) => <tr key={line}>{row.children.map((cell, index) => <td key={index} style={styleOf(index)}>{all(cell.children, names, depth + 1)}</td>)}</tr>)}</tbody>
      </table>
    </TableScroll>
  );
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

/** A link with the host it leads to, unless its text says so. */
function renderLink(address: string | undefined, children: ReactNode, key: number, text: string): ReactNode {
  const url = address === undefined ? undefined : safeUrl(address);
  if (!url) return <span key={key}>{children}</span>;
  const said = url.host === '' || text.trim() === url.href || text.trim() === address || text.trim() === url.host;
  return (
    <Fragment key={key}>
      <a href={url.href} rel="noopener nofollow noreferrer" target="_blank">{children}</a>
      {!said && <span className="ph-md__host"> ({url.host})</span>}
    </Fragment>
  );
}

import type { Nodes } from 'mdast';
import { createElement, Fragment, type ReactNode } from 'react';
import { VisibleText } from '../elements/VisibleText.tsx';
import { safeUrl } from './safe-url.ts';

const DEEPEST = 40;

/**
 * Draws a markdown tree as React elements. The text is whatever an agent wrote: HTML in it is shown as
 * text, links lead to http, https and mail alone, and images are named, never loaded.
 */
export function renderMarkdown(node: Nodes, key?: number, depth = 0): ReactNode {
  if (depth > DEEPEST) return null;
  const inner = (): ReactNode[] => ('children' in node ? node.children.map((child, index) => renderMarkdown(child, index, depth + 1)) : []);
  switch (node.type) {
    case 'root': return inner();
    case 'paragraph': return <p key={key}>{inner()}</p>;
    case 'text': return <VisibleText key={key} text={node.value} />;
    case 'html': return <Fragment key={key}><VisibleText text={node.value} /></Fragment>;
    case 'emphasis': return <em key={key}>{inner()}</em>;
    case 'strong': return <strong key={key}>{inner()}</strong>;
    case 'delete': return <del key={key}>{inner()}</del>;
    case 'inlineCode': return <code key={key}><VisibleText text={node.value} /></code>;
    case 'break': return <br key={key} />;
    case 'thematicBreak': return <hr key={key} />;
    case 'blockquote': return <blockquote key={key}>{inner()}</blockquote>;
    case 'code': return <pre key={key} tabIndex={0}><code data-language={node.lang ?? undefined}>{node.value}</code></pre>;
    // The page has its own h1 and h2: a text's headings start at the third level.
    case 'heading': return createElement(`h${Math.min(6, node.depth + 2)}`, { key }, ...inner());
    case 'list': return node.ordered ? <ol key={key} start={node.start ?? undefined}>{inner()}</ol> : <ul key={key}>{inner()}</ul>;
    case 'listItem': return <li key={key}>{typeof node.checked === 'boolean' && <span>{node.checked ? '☑ ' : '☐ '}</span>}{node.spread ? inner() : node.children.map((child, index) => (child.type === 'paragraph' ? child.children.map((part, at) => renderMarkdown(part, at, depth + 1)) : renderMarkdown(child, index, depth + 1)))}</li>;
    case 'table': return (
      <div key={key} className="ph-md__scroll" tabIndex={0}>
        <table>
          <thead><tr>{node.children[0]?.children.map((cell, index) => <th key={index}>{cell.children.map((part, at) => renderMarkdown(part, at, depth + 1))}</th>)}</tr></thead>
          <tbody>{node.children.slice(1).map((row, line) => <tr key={line}>{row.children.map((cell, index) => <td key={index}>{cell.children.map((part, at) => renderMarkdown(part, at, depth + 1))}</td>)}</tr>)}</tbody>
        </table>
      </div>
    );
    case 'link': return renderLink(node.url, inner(), key, linkText(node));
    case 'image': return <span key={key} className="ph-md__image">[image: {node.alt || 'no description'}]</span>;
    case 'footnoteDefinition': return <div key={key}>{inner()}</div>;
    case 'footnoteReference': return <sup key={key}>{node.identifier}</sup>;
    case 'linkReference': return <Fragment key={key}>{inner()}</Fragment>;
    case 'imageReference': return <span key={key} className="ph-md__image">[image: {node.alt || 'no description'}]</span>;
    default: return 'children' in node ? <Fragment key={key}>{inner()}</Fragment> : null;
  }
}

function linkText(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(linkText).join('') : '';
}

function renderLink(address: string, children: ReactNode, key: number | undefined, text: string): ReactNode {
  const url = safeUrl(address);
  if (!url) return <span key={key}>{children}</span>;
  const shown = url.host === '' || text.includes(url.host);
  return (
    <Fragment key={key}>
      <a href={url.href} rel="noopener nofollow" target="_blank">{children}</a>
      {!shown && <span className="ph-md__host"> ({url.host})</span>}
    </Fragment>
  );
}

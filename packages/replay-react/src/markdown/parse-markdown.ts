import type { Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { isTame } from './is-tame.ts';
import { plainParagraphs } from './plain-paragraphs.ts';
import { splitBlocks } from './split-blocks.ts';

const LONGEST_PIECE = 32 * 1024;
const MOST_DEFINITIONS = 200;
const DEFINITION = /^ {0,3}\[[^\]\n]{1,200}\]:[^\n]{1,2000}$/gm;

/**
 * Reads GitHub-flavoured markdown into a tree. HTML in it stays text. In time that grows with the length, whatever
 * the text: it is read in pieces, and a piece that is made to keep the parser busy becomes one code block of itself.
 */
export function parseMarkdown(text: string): Root {
  const plain = plainParagraphs(text);
  if (plain) return { type: 'root', children: plain };
  const pieces = splitBlocks(text);
  // What a link or note in one piece names may stand in another.
  const definitions = pieces.length < 2 ? '' : [...text.matchAll(DEFINITION)].slice(0, MOST_DEFINITIONS).map(([line]) => line).join('\n');
  const notes = new Set<string>();
  const children = pieces.flatMap((piece): RootContent[] => {
    if (piece.length > LONGEST_PIECE || !isTame(piece)) return [{ type: 'code', value: piece }];
    const source = definitions !== '' && piece.includes('[') ? `${piece}\n\n${definitions}` : piece;
    return fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children.filter((node) => {
      if (node.type !== 'footnoteDefinition') return true;
      const known = notes.has(node.identifier);
      notes.add(node.identifier);
      return !known;
    });
  });
  return { type: 'root', children };
}

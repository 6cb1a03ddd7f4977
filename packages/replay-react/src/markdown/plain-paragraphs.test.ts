import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { expect, test } from 'vitest';
import { plainParagraphs } from './plain-paragraphs.ts';

const parsed = (text: string): unknown => withoutPlaces(fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }).children);
const withoutPlaces = (nodes: readonly Nodes[]): unknown => nodes.map(({ position: _where, ...node }) => ('children' in node ? { ...node, children: withoutPlaces(node.children) } : node));

const PIECES = ['word', 'Done.', ' ', '  ', '    ', '\n', '\n\n', ' \n', '   \n', '1. ', '2) ', '12', '-', '---', '+ ', '=', ':-', ':', '!', '(', ')', '"', "'", '/', 'http', '://', 'www', '.', 'a@b.c', '^', '$x$', '{', '\u00a0', '\u2028', '\t', '\r', '\u0000', '*', '#', '<', '&amp;', '|', '😀', '\ud800'];

test('shows a text without marks as the parser would', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 24 }).map((pieces) => pieces.join('')), (text) => {
    const plain = plainParagraphs(text);
    if (plain) expect(plain).toEqual(parsed(text));
  }), { numRuns: 3000 });
});

test.each(['Fix the login; it fails for 3 users (see src/login.ts).', 'First\n lines \nof one\n\n\nand another: done!', ''])('needs no parser for %j', (text) => {
  expect(plainParagraphs(text)).toEqual(parsed(text));
});

test.each(['- an item', 'a\n---', '1. one', '    code', 'a  \nb', 'see www.example.org', 'https://example.org', '**bold**', 'a | b\n- | -', 'a&amp;b'])('leaves %j to the parser', (text) => {
  expect(plainParagraphs(text)).toBeUndefined();
});

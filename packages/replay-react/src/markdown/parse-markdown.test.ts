import { expect, test } from 'vitest';
import type { Nodes } from 'mdast';
import { parseMarkdown } from './parse-markdown.ts';

const wordsOf = (node: Nodes): string => ('value' in node ? node.value : 'children' in node ? node.children.map(wordsOf).join(' ') : '');

const N = 100_000;
const HOSTILE: Readonly<Record<string, string>> = {
  brackets: '['.repeat(N), images: '!['.repeat(N / 2), links: '[a]('.repeat(N / 4), emphasis: '*a **a '.repeat(N / 8), underscores: '_a'.repeat(N / 2),
  ticks: Array.from({ length: 300 }, (_, index) => '`'.repeat(index)).join(' a '), quotes: '>'.repeat(N), lists: '- '.repeat(N / 2), angles: '<a '.repeat(N / 3),
  columns: `${'|a'.repeat(N / 2)}\n${'|-'.repeat(N / 2)}\n`, tildes: '~a~~'.repeat(N / 4), addresses: 'a@'.repeat(N / 2), urls: 'www.'.repeat(N / 4), notes: '[^'.repeat(N / 2),
  nested: Array.from({ length: 300 }, (_, index) => `${' '.repeat(index * 2)}- a`).join('\n'), comments: '<!--'.repeat(N / 4), lines: '[\n'.repeat(N / 2), fenced: `- \`\`\`\n${'['.repeat(N)}`,
  lazy: `a\n${'      - [\n'.repeat(N / 10)}`, rows: `|a|b|\n|-|-|\n${'|a|b|\n'.repeat(N / 6)}`,
};

for (const [name, text] of Object.entries(HOSTILE)) {
  test(`reads a text made of ${name} as fast as any other`, () => {
    const started = performance.now();
    parseMarkdown(text);
    expect(performance.now() - started).toBeLessThan(3000);
  }, 30_000);
}

test('reads a long text in pieces as if it were read at once', () => {
  const paragraphs = Array.from({ length: 400 }, (_, index) => `Paragraph ${index} with **bold**, [a link][ref] and a note.[^1]\n\n- one\n\n  still one\n- two\n\n\`\`\`\nfenced\n\nParagraph in code\n\`\`\`\n`);
  const tree = parseMarkdown(`${paragraphs.join('\n')}\n[ref]: https://example.org/\n\n[^1]: A note.\n`);
  const types = tree.children.map(({ type }) => type);
  expect(types.filter((type) => type === 'paragraph')).toHaveLength(400);
  expect(types.filter((type) => type === 'list')).toHaveLength(400);
  expect(types.filter((type) => type === 'code')).toHaveLength(400);
  expect(types.filter((type) => type === 'footnoteDefinition')).toHaveLength(1);
  expect(wordsOf(tree)).not.toContain('[ref]');
}, 30_000);

test('keeps long lists, tables and code of ordinary texts as what they are', () => {
  const list = Array.from({ length: 300 }, (_, index) => `- [item ${index}](https://example.org/${index}) with \`code\` and **bold**`).join('\n');
  const table = `| Route | Change |\n|---|---|\n${Array.from({ length: 200 }, () => '| `POST /login` | **new** [link](https://example.org) |').join('\n')}`;
  const code = `\`\`\`ts\n${'const a = [1, 2, (3)] as const; // *x* _y_\n'.repeat(300)}\`\`\``;
  expect(parseMarkdown(`# Title\n\n${list}\n\n${table}\n\n${code}\n`).children.map(({ type }) => type)).toEqual(['heading', 'list', 'table', 'code']);
}, 30_000);

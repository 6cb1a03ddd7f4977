import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateOf, writeNow } from './emulator-state.ts';
import { screenLinks } from './screen-links.ts';
import { serializeScreen } from './serialize-screen.ts';

const E = '\u001b';
const options = { cols: 30, rows: 8, allowProposedApi: true } as const;

function fed(output: string): Terminal {
  const terminal = new Terminal(options);
  writeNow(stateOf(terminal), output);
  return terminal;
}

const seen = (output: string): readonly (readonly [string, ...string[]])[] => screenLinks(fed(output), 0, 7).map(({ address, parts }) => [address, ...parts.map(({ row, from, to }) => `${row}:${from}-${to}`)]);
const linked = (address: string, text: string): string => `${E}]8;;${address}${E}\\${text}${E}]8;;${E}\\`;

test.each<[string, string, readonly (readonly [string, ...string[]])[]]>([
  ['an address in a sentence', 'see https://a.example/x. Or', [['https://a.example/x', '0:4-23']]],
  ['one in brackets', '(http://a.example/(b)), [http://c.d/e]', [['http://a.example/(b)', '0:1-21'], ['http://c.d/e', '0:25-30', '1:0-7']]],
  ['one that goes on in the next row', `${'x'.repeat(20)} https://a.example/long`, [['https://a.example/long', '0:21-30', '1:0-13']]],
  ['two beside wide characters', '漢字 http://a.b 漢 http://c.d', [['http://a.b', '0:5-15'], ['http://c.d', '0:19-29']]],
  ['what a program made a link of, whatever its text says', linked('https://evil.example/', 'https://good.example/'), [['https://evil.example/', '0:0-21']]],
  ['two links side by side', linked('https://a.example/', 'a') + linked('https://b.example/', 'b'), [['https://a.example/', '0:0-1'], ['https://b.example/', '0:1-2']]],
  ['none where there is no address', 'http:// https:/x ftp://a.b javascript:alert(1) www.a.b', []],
])('finds %s', (_what, output, expected) => expect(seen(output)).toEqual(expected));

test('finds the same links on a screen that was restored', () => {
  const pieces = fc.oneof(fc.constantFrom('text ', '\r\n', '漢', 'https://a.example/b?c=d ', `${E}[3;5H`, `${E}[K`, `${E}[31m`), fc.constantFrom('https://x.example/', 'javascript:alert(1)', 'file:///etc/passwd').map((address) => linked(address, 'a link')));
  fc.assert(fc.property(fc.array(pieces, { maxLength: 40 }), (output) => {
    const terminal = fed(output.join(''));
    const { ybase } = stateOf(terminal).buffers.active;
    const there = screenLinks(terminal, ybase, ybase + 7).map(({ address }) => address);
    expect(screenLinks(fed(serializeScreen(terminal)), 0, 7).map(({ address }) => address)).toEqual(there);
  }), { numRuns: 60 });
});

test('is not held up by a screen that is full of what looks like addresses', () => {
  const terminal = new Terminal({ ...options, cols: 1000, rows: 500 });
  writeNow(stateOf(terminal), 'http://a '.repeat(55_000));
  expect(screenLinks(terminal, 0, 499).length).toBeGreaterThan(0);
  writeNow(stateOf(terminal), `\u001b[2J\u001b[Hhttps://a${'.'.repeat(499_000)}x`);
  expect(screenLinks(terminal, 0, 499)).toEqual([]);
});

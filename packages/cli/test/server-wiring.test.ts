import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unwrapServers, wrapServers } from '../src/server-wiring/wire-servers.ts';
import type { TapCommand } from '../src/server-wiring/tapped-entry.ts';

const TAP: TapCommand = { command: '/opt/node 20/bin/node', script: '/opt/playhead/bin/playhead.js', options: [] };
const OTHER: TapCommand = { command: '/usr/bin/node', script: '/opt/playhead/bin/playhead.js', options: ['--task=SHOP-42'] };
const wrap = (text: string, tap = TAP): string => wrapServers('servers.json', text, tap).text;
const unwrap = (text: string): string => unwrapServers('servers.json', text).text;

/** JSON as people and programs write it: any blanks between any two tokens, both line ends. */
function written(value: unknown, blank: () => string): string {
  const inside = (parts: readonly string[]): string => parts.map((part) => `${blank()}${part}${blank()}`).join(',') || blank();
  if (Array.isArray(value)) return `[${inside(value.map((part) => written(part, blank)))}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${inside(Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}${blank()}:${blank()}${written(part, blank)}`))}}`;
}

const word = fc.oneof(fc.constantFrom('npx', '-y', '--', 'gateway', 'stdio', '--wrapped=args', '${HOME}/bin/x', 'ä "quoted" \\ 🙂', '', '\0'), fc.string());
const server = fc.oneof(
  fc.record({ command: word, args: fc.array(word, { maxLength: 4 }), env: fc.dictionary(fc.string(), fc.string(), { maxKeys: 2 }) }, { requiredKeys: ['command'] }),
  fc.record({ args: fc.array(word, { maxLength: 2 }), type: fc.constant('stdio'), command: word }),
  fc.record({ type: fc.constantFrom('http', 'sse'), url: fc.webUrl() }),
  fc.jsonValue({ maxDepth: 2 }),
);
const servers = fc.dictionary(fc.oneof(fc.constantFrom('files', 'a b', '__proto__', '-x', 'x'.repeat(129)), fc.string()), server, { maxKeys: 4 });
const configuration = fc.record({
  numStartups: fc.nat(), mcpServers: servers, other: fc.jsonValue({ maxDepth: 2 }),
  projects: fc.dictionary(fc.string(), fc.record({ mcpServers: servers, allowedTools: fc.array(fc.string(), { maxLength: 2 }) }, { requiredKeys: [] }), { maxKeys: 2 }),
}, { requiredKeys: [] });
const blanks = fc.array(fc.constantFrom('', '', ' ', '\n  ', '\r\n\t', '\n', '/* servers: { */', ' // "command": "x"\n'), { minLength: 1, maxLength: 12 });
const text = fc.tuple(fc.oneof(configuration, fc.jsonValue().filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value))), blanks, fc.constantFrom('', '\uFEFF'), fc.constantFrom('', '\n', '\r\n'))
  .map(([value, pieces, mark, end]) => { let at = 0; return `${mark}${written(value, () => pieces[at++ % pieces.length] ?? '')}${end}`; });

const valueOf = (json: string): unknown => JSON.parse(json.replace(/^\uFEFF/, ''));

describe('a configuration whose servers were wrapped', () => {
  test('is, unwrapped, what it was, byte for byte: also twice, and after another tap', () => {
    fc.assert(fc.property(text, (before) => {
      const wrapped = wrap(before);
      expect(wrap(wrapped)).toBe(wrapped);
      expect(unwrap(wrapped)).toBe(unwrap(before));
      if (!before.includes('--wrapped=')) expect(unwrap(wrapped)).toBe(before);
      expect(wrap(wrap(before, OTHER))).toBe(wrapped);
    }), { numRuns: 250 });
  });

  test('holds, unwrapped, what it held, also where its client wrote it anew and others changed it meanwhile', () => {
    const additions = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }).map((value): unknown => JSON.parse(JSON.stringify(value))), { maxKeys: 2 }); // -0 is written as 0
    fc.assert(fc.property(configuration, fc.constantFrom(undefined, 2, '\t'), additions, (before, indent, added) => {
      const clean = valueOf(unwrap(JSON.stringify(before)));
      const change = (value: unknown): object => ({ ...(value as object), ...Object.fromEntries(Object.entries(added).map(([key, part]) => [`added ${key}`, part])) });
      const changed = JSON.stringify(change(valueOf(wrap(JSON.stringify(before, null, '  ')))), null, indent);
      expect(valueOf(unwrap(changed))).toEqual(change(clean));
    }), { numRuns: 150 });
  });
});

test('a tap stands before the command as it was written, and nothing else changes', () => {
  const before = '{\r\n\t"mcpServers": {\r\n\t\t"files": {\r\n\t\t\t"command": "n\\u0070x",\r\n\t\t\t"args": [\r\n\t\t\t\t"-y",\r\n\t\t\t\t"server"\r\n\t\t\t],\r\n\t\t\t"env": { "KEY": "${KEY}" }\r\n\t\t},\r\n\t\t"bare": { "command": "serve" }\r\n\t}\r\n}';
  expect(wrap(before, OTHER)).toBe(before
    .replace('"n\\u0070x"', '"/usr/bin/node"')
    .replace('"-y"', '"/opt/playhead/bin/playhead.js", "gateway", "stdio", "--wrapped=args", "--name=files", "--task=SHOP-42", "--", "n\\u0070x",\r\n\t\t\t\t"-y"')
    .replace('"serve"', '"/usr/bin/node", "args": ["/opt/playhead/bin/playhead.js", "gateway", "stdio", "--wrapped=command", "--name=bare", "--task=SHOP-42", "--", "serve"]'));
});

test('what somebody adds to a wrapped server stays when the tap goes', () => {
  const wrapped = JSON.parse(wrap('{"mcpServers":{"a":{"command":"serve"},"b":{"command":"serve","args":[]}}}')) as { mcpServers: Record<string, { args: string[]; env?: object }> };
  wrapped.mcpServers['a']?.args.push('--more');
  Object.assign(wrapped.mcpServers['b'] ?? {}, { env: { A: '1' } });
  expect(unwrap(JSON.stringify(wrapped))).toBe('{"mcpServers":{"a":{"command":"serve","args":["--more"]},"b":{"command":"serve","args":[],"env":{"A":"1"}}}}');
});

test('servers that are not started, are not understood, are recorded already or are Playhead are left and told', () => {
  const before = JSON.stringify({ mcpServers: {
    far: { type: 'http', url: 'https://example.com/mcp' }, old: { url: 'https://example.com/sse' }, hand: { command: 'npx', args: ['--no-install', 'playhead', 'gateway', 'stdio', '--name', 'hand', '--', 'serve'] },
    own: { command: '/usr/bin/node', args: ['/opt/playhead/bin/playhead.js', 'mcp'] }, odd: { command: 'serve', args: [1] }, [' ']: { command: 'serve' }, nothing: null,
  } });
  const { text: after, servers: told } = wrapServers('servers.json', before, TAP);
  expect(after).toBe(before);
  expect(told.map(({ name, wiring }) => [name, wiring])).toEqual([['far', 'remote'], ['old', 'remote'], ['hand', 'by_hand'], ['own', 'own'], ['odd', 'unfit'], [' ', 'unfit'], ['nothing', 'unfit']]);
});

test.each(['[]', '"x"', '{', '{"mcpServers": {}} trailing', 'null'])('what is no JSON object is left alone: %s', (before) => {
  expect(() => wrap(before)).toThrow(expect.objectContaining({ code: 'invalid_settings' }));
});

test.each(['', ' \n'])('an empty file stays empty', (before) => { expect([wrap(before), unwrap(before)]).toEqual([before, before]); });

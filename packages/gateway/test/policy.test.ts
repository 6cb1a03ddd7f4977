import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../src/policy/compile-policy.ts';
import { decide, isAlwaysDenied } from '../src/policy/decide.ts';
import { textMatcher } from '../src/policy/match-text.ts';
import type { Policy, PolicyCall, PolicyRule } from '../src/policy/policy.ts';
import { openPolicyFile } from '../src/policy/policy-file.ts';
import { parsePolicy } from '../src/policy/policy-schema.ts';

const call = (tool: string, args: unknown = {}, more: Partial<PolicyCall> = {}): PolicyCall => ({ server: 'files', direction: 'to_server', method: 'tools/call', tool, arguments: args, ...more });
const policy = (rules: readonly PolicyRule[], fallback: Policy['default'] = 'allow') => compilePolicy(parsePolicy(JSON.stringify({ version: 1, default: fallback, rules })));
const ruleFor = (rules: readonly PolicyRule[], one: PolicyCall, fallback: Policy['default'] = 'allow') => decide(policy(rules, fallback), one);

describe('a policy', () => {
  test('is asked in its order, and its default decides about calls that no rule fits', () => {
    const rules: PolicyRule[] = [{ id: 'read', effect: 'allow', tool: 'read_*' }, { id: 'ask', effect: 'hold', tool: ['write_file', 'edit_*'], timeoutMs: 5 }, { id: 'rest', effect: 'deny', server: 'files', message: 'Only reading.' }];
    expect(ruleFor(rules, call('read_file'))).toEqual({ effect: 'allow', rule: 'read', timeoutMs: 300_000 });
    expect(ruleFor(rules, call('edit_file'))).toEqual({ effect: 'hold', rule: 'ask', timeoutMs: 5 });
    expect(ruleFor(rules, call('move_file'))).toEqual({ effect: 'deny', rule: 'rest', message: 'Only reading.', timeoutMs: 300_000 });
    expect(ruleFor(rules, call('move_file', {}, { server: 'other' }), 'deny')).toEqual({ effect: 'deny', timeoutMs: 300_000 });
  });

  test('lets what is no call of a tool pass unless a rule names its method and direction', () => {
    const rules: PolicyRule[] = [{ id: 'sampling', effect: 'deny', method: 'sampling/*', direction: 'to_client' }, { id: 'secrets', effect: 'deny', method: 'resources/read', arguments: { '/uri': 'file:///etc/*' } }];
    expect(ruleFor(rules, call('', {}, { method: 'sampling/createMessage', direction: 'to_client' }), 'deny').effect).toBe('deny');
    expect(ruleFor(rules, call('', {}, { method: 'sampling/createMessage' }), 'deny').effect).toBe('allow');
    expect(ruleFor(rules, call('', { uri: 'file:///etc/passwd' }, { method: 'resources/read' })).rule).toBe('secrets');
    expect(ruleFor(rules, call('', { uri: 'file:///home' }, { method: 'resources/read' })).effect).toBe('allow');
  });

  test('looks at who is behind the agent and what its work is for', () => {
    const rules: PolicyRule[] = [{ id: 'ada', effect: 'allow', identity: 'user:ada@*' }, { id: 'task', effect: 'allow', task: { matches: '^SHOP-\\d+$' } }];
    const of = (more: Partial<PolicyCall>): string | undefined => ruleFor(rules, call('x', {}, more), 'deny').rule;
    expect(of({ identity: { type: 'user', subject: 'ada@example.com' } })).toBe('ada');
    expect(of({ identity: { type: 'machine', subject: 'ada@example.com' } })).toBeUndefined();
    expect(of({ task: { id: 'SHOP-42', title: 'Login' } })).toBe('task');
    expect(of({})).toBeUndefined();
  });

  test('forbids by one of several arguments, and allows by each of them', () => {
    const deny: PolicyRule[] = [{ id: 'etc', effect: 'deny', arguments: { '/paths/*': { matches: '^/etc/' } } }];
    const allow: PolicyRule[] = [{ id: 'home', effect: 'allow', arguments: { '/paths/*': '/home/*' } }];
    expect(ruleFor(deny, call('x', { paths: ['/home/a', '/etc/passwd'] })).effect).toBe('deny');
    expect(ruleFor(deny, call('x', { paths: ['/home/a'] })).effect).toBe('allow');
    expect(ruleFor(allow, call('x', { paths: ['/home/a', '/etc/passwd'] }), 'deny').effect).toBe('deny');
    expect(ruleFor(allow, call('x', { paths: [] }), 'deny').effect).toBe('deny');
    expect(ruleFor(allow, call('x', { paths: ['/home/a', '/home/b'] }), 'deny').effect).toBe('allow');
    expect(ruleFor([{ id: 'force', effect: 'deny', arguments: { '/options/force': true } }], call('x', { options: { force: true } })).effect).toBe('deny');
    expect(ruleFor([{ id: 'slash', effect: 'deny', arguments: { '/a~1b': 'x' } }], call('x', { 'a/b': 'x' })).effect).toBe('deny');
    expect(ruleFor([{ id: 'case', effect: 'deny', arguments: { '/path': 'x' } }], call('x', { PATH: 'x' })).effect).toBe('deny'); // some servers take it so
    expect(ruleFor([{ id: 'case', effect: 'allow', arguments: { '/path': 'x' } }], call('x', { PATH: 'x' }), 'deny').effect).toBe('deny');
    expect(ruleFor([{ id: 'both', effect: 'allow', arguments: { '/path': '/home/*' } }], call('x', { path: '/home/a', PATH: '/etc/passwd' }), 'deny').effect).toBe('deny'); // and then either is what counts
    expect(ruleFor([{ id: 'own', effect: 'deny', arguments: { '/constructor': { matches: '.' } } }], call('x', {})).effect).toBe('allow');
  });

  test('names tools that are denied whatever they are called with', () => {
    const rules: PolicyRule[] = [{ id: 'some', effect: 'deny', tool: 'read', arguments: { '/path': '/etc/*' } }, { id: 'held', effect: 'hold', tool: 'write', arguments: { '/path': 'a' } }, { id: 'all', effect: 'deny', tool: ['write', 'move'] }];
    expect(['read', 'write', 'move', 'list'].map((tool) => isAlwaysDenied(policy(rules), call(tool)))).toEqual([false, false, true, false]);
    expect(isAlwaysDenied(policy(rules, 'deny'), call('list'))).toBe(true);
  });

  test('denies every call of a tool that it hides', () => {
    const word = fc.constantFrom('a', 'b', 'a*', '*');
    const rules = fc.array(fc.record({ effect: fc.constantFrom('allow' as const, 'deny' as const, 'hold' as const), tool: word, arguments: fc.option(fc.record({ '/p': word }), { nil: undefined }) }), { maxLength: 5 })
      .map((all) => all.map(({ arguments: args, ...rule }, index): PolicyRule => ({ ...rule, id: `r${index}`, ...(args && { arguments: args }) })));
    fc.assert(fc.property(rules, fc.constantFrom('allow' as const, 'deny' as const), fc.constantFrom('a', 'ab', 'b'), fc.option(fc.string(), { nil: undefined }), (all, fallback, tool, p) => {
      const compiled = policy(all, fallback);
      if (isAlwaysDenied(compiled, call(tool))) expect(decide(compiled, call(tool, p === undefined ? {} : { p })).effect).toBe('deny');
    }));
  });
});

test('a * stands for anything, and everything else for itself', () => {
  const piece = fc.constantFrom('a', '.', '\\E', '(', '*', '\n', '$');
  fc.assert(fc.property(fc.array(piece).map((all) => all.join('')), fc.array(piece).map((all) => all.join('')), (pattern, text) => {
    const fits = (at: number, from: number): boolean => {
      if (at === pattern.length) return from === text.length;
      if (pattern[at] !== '*') return pattern[at] === text[from] && fits(at + 1, from + 1);
      return Array.from({ length: text.length - from + 1 }, (_, skip) => from + skip).some((next) => fits(at + 1, next));
    };
    expect(textMatcher(pattern, 'it')(text)).toBe(fits(0, 0));
  }), { numRuns: 200 });
});

test.each([
  ['no JSON', '{', 'no JSON'],
  ['another version', '{"version":2,"default":"allow","rules":[]}', '"version"'],
  ['a field that it does not know', '{"version":1,"default":"allow","rules":[],"defualt":"deny"}', '"defualt"'],
  ['a rule with such a field', '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny","tols":"x"}]}', '"tols"'],
  ['an effect that does not exist', '{"version":1,"default":"allow","rules":[{"id":"a","effect":"kill"}]}', 'allow, deny, hold'],
  ['a pattern that is none', '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny","tool":{"matches":"(?=x)"}}]}', 'tool of the rule a is no RE2 pattern'],
  ['a text of another shape', '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny","tool":7}]}', '"rules.0.tool" is no pattern'],
  ['a path that is none', '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny","arguments":{"path":"x"}}]}', 'rules'],
  ['two rules of one name', '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny"},{"id":"a","effect":"allow"}]}', 'two rules are called a'],
  ['a rule that nothing fits', '{"version":1,"default":"allow","rules":[{"id":"a","effect":"deny","tool":"x","method":"y"}]}', 'no message fits'],
  ['no default', '{"version":1,"rules":[]}', '"default"'],
])('a policy with %s is none', (_, text, told) => {
  expect(() => compilePolicy(parsePolicy(text))).toThrow(expect.objectContaining({ code: 'invalid_settings', message: expect.stringContaining(told) }));
});

test('a change of the file is in force for the next message, and a broken one is not', () => {
  const dir = mkdtempSync(join(tmpdir(), 'playhead-policy-'));
  const path = join(dir, 'policy.json');
  const write = (text: string): void => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  };
  const told: string[] = [];
  try {
    expect(() => openPolicyFile(path)).toThrow('cannot be read');
    write('{"version":1,"default":"deny","rules":[]}');
    const source = openPolicyFile(path, { onBroken: (message) => told.push(message) });
    expect(decide(source.current(), call('x')).effect).toBe('deny');
    write('{"version":1,"default":"allow","rules":[]}');
    expect(decide(source.current(), call('x')).effect).toBe('allow');
    write('{"version":1,"default":"deny",');
    expect([decide(source.current(), call('x')).effect, decide(source.current(), call('x')).effect]).toEqual(['allow', 'allow']);
    rmSync(path);
    expect(decide(source.current(), call('x')).effect).toBe('allow');
    expect(told).toEqual([expect.stringContaining('no JSON'), expect.stringContaining('cannot be read')]);
    write('{"version":1,"default":"deny","rules":[]}');
    expect(decide(source.current(), call('x')).effect).toBe('deny');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findRecordingSettings } from './settings.node.ts';

let root: string;
const env = (more: Record<string, string> = {}): Record<string, string> => ({ HOME: join(root, 'home'), ...more });
const write = (path: string, content: unknown): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
};
const find = (more: Record<string, string> = {}): ReturnType<typeof findRecordingSettings> => findRecordingSettings({ cwd: join(root, 'repo/packages/a'), env: env(more), dir: join(root, 'data') });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'playhead-settings-'));
  mkdirSync(join(root, 'repo/packages/a'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test('without a word from anybody a session is recorded and redacted', () => {
  expect(find()).toEqual({ record: true, redaction: 'entity', rules: [], sources: [], decidedBy: { from: 'default' } });
});

test.each([
  ['the environment', (): Record<string, string> => ({ PLAYHEAD_RECORD: '0' }), 'environment'],
  ['a file of the repository, above the directory', () => { write('repo/.playhead.json', { record: false }); return {}; }, 'repository'],
  ['the user', () => { write('home/.config/playhead/settings.json', { record: false }); return {}; }, 'user'],
  ['the workspace', () => { write('data/settings.json', { record: false }); return {}; }, 'workspace'],
])('%s alone can say that nothing is recorded, whatever the others say', (_, say, from) => {
  for (const path of ['repo/packages/.playhead.json', 'home/.config/playhead/settings.json', 'data/settings.json']) write(path, { record: true });
  const settings = find(say());
  expect([settings.record, settings.decidedBy.from]).toEqual([false, from]);
});

test('the strictest redaction wins, and every place can add rules', () => {
  write('repo/.playhead.json', { redaction: 'strict', rules: [{ kind: 'ACME_TOKEN', pattern: 'acme_[a-z]+' }] });
  write('data/settings.json', { redaction: 'entity', rules: [{ kind: 'BADGE', pattern: 'B-[0-9]{6}' }] });
  const settings = find({ PLAYHEAD_REDACTION: 'off' });
  expect(settings.redaction).toBe('strict');
  expect(settings.rules.map(({ kind }) => kind)).toEqual(['ACME_TOKEN', 'BADGE']);
});

test('a repository cannot switch redaction off; the user can', () => {
  write('repo/.playhead.json', { redaction: 'off' });
  expect(find().redaction).toBe('entity');
  expect(find({ PLAYHEAD_REDACTION: 'off' }).redaction).toBe('off');
});

test.each([
  ['no JSON', '{ record: no', /is not JSON/],
  ['no object', [1], /is not an object/],
  ['a wrong switch', { record: 'no' }, /`record`/],
  ['an unknown policy', { redaction: 'some' }, /`redaction`/],
  ['a rule without a pattern', { rules: [{ kind: 'A' }] }, /`rules`/],
  ['a rule with a strange kind', { rules: [{ kind: ']]<b>', pattern: 'a' }] }, /`rules`/],
])('a file with %s may have said no: nothing is recorded, and it is told why', (_, content, problem) => {
  write('repo/.playhead.json', content);
  const settings = find();
  expect(settings.record).toBe(false);
  expect(settings.decidedBy.problem).toMatch(problem);
  expect(settings.decidedBy.path).toBe(join(root, 'repo/.playhead.json'));
});

test('a policy in the environment that nobody knows records nothing', () => {
  expect(find({ PLAYHEAD_REDACTION: 'everything' })).toMatchObject({ record: false, decidedBy: { from: 'environment' } });
});

test('a directory in place of the file is no permission either', () => {
  mkdirSync(join(root, 'repo/.playhead.json'));
  expect(find().decidedBy.problem).toMatch(/cannot be read \(EISDIR\)/);
});

test.skipIf(process.getuid?.() === 0)('a file that may not be read is no permission either', () => {
  write('repo/.playhead.json', { record: true });
  chmodSync(join(root, 'repo/.playhead.json'), 0);
  expect(find().record).toBe(false);
});

test('strange directories of a session harm nobody', () => {
  for (const cwd of ['', 'relative/path', `/${'x'.repeat(5000)}`, '/no\u0000where', '/']) {
    expect(findRecordingSettings({ cwd, env: env() }).record, cwd.slice(0, 20)).toBe(true);
  }
});

test('a directory that is reached through a link is asked by both its names', () => {
  write('repo/.playhead.json', { record: false });
  mkdirSync(join(root, 'home'));
  symlinkSync(join(root, 'repo/packages'), join(root, 'home/link'));
  expect(findRecordingSettings({ cwd: join(root, 'home/link/a'), env: env() }).record).toBe(false);
  rmSync(join(root, 'repo/.playhead.json'));
  write('home/.playhead.json', { record: false });
  expect(findRecordingSettings({ cwd: join(root, 'home/link/a'), env: env() }).record).toBe(false);
});

test('where a session began counts wherever it goes', () => {
  write('repo/.playhead.json', { record: false });
  const began = join(root, 'repo/packages/a');
  expect(findRecordingSettings({ cwd: tmpdir(), env: env() }).record).toBe(true);
  expect(findRecordingSettings({ cwd: tmpdir(), startedIn: began, env: env() }).record).toBe(false);
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { CatalogDocument, ComparisonDocument, StatisticsDocument } from '@playhead/replay-core/metrics';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, expect, test } from 'vitest';
import { recordSkillSessions, skillSessionId } from '../../replay-core/src/test-support/skill-sessions.ts';
import { playhead, root, temporary } from './support.ts';

let dir: string;

beforeAll(async () => {
  dir = temporary();
  const storage = fsStorage({ dir });
  await recordSkillSessions(storage);
  await storage.close();
});

/** @returns What a command printed, which fits its published schema. */
async function document(name: string, args: readonly string[]): Promise<unknown> {
  const { code, out } = await playhead([...args, '--json', '--dir', dir]);
  const value: unknown = JSON.parse(out);
  const schema = JSON.parse(readFileSync(join(root, `packages/replay-core/json-schema/${name}.schema.json`), 'utf8')) as object; // our own file
  expect([code, new Ajv2020({ strict: true, strictTypes: false }).compile(schema)(value)]).toEqual([0, true]);
  return value;
}

test('what is not measured yet is measured once, with word of how far it is, and can be left alone', async () => {
  const kept = await playhead(['sessions', 'stats', '--as-kept', '--dir', dir]);
  expect(kept.err).toBe('50 recordings are not measured as they are now');
  const first = await playhead(['sessions', 'stats', '--dir', dir]);
  expect(first.err.split('\n')).toHaveLength(10);
  expect(first.err).toContain('measured 10 of 50 recordings');
  expect((await playhead(['sessions', 'stats', '--dir', dir])).err).toBe('');
});

test('statistics say the success rate, times, tokens and cost, for all and by project, agent, tool, model and month', async () => {
  const { out } = await playhead(['sessions', 'stats', '--by', 'month', '--dir', dir]);
  expect(out).toContain('50 · 30 success · 20 failed · success rate 60 %');
  expect(out).toContain('5.0k in · 11k out');
  expect(out).toContain('$0.500 in 50 of 50 sessions');
  for (const line of [/^shop +40 +\d+ %/m, /^Claude +25/m, /^Bash +200 +50/m, /^claude-x +50/m, /^2025-12-01 +22/m]) expect(out).toMatch(line);
  expect(out).not.toContain('█');
  const json = (await document('statistics', ['sessions', 'stats', '--by', 'week', '--project', 'site', '--outcome', 'failed'])) as StatisticsDocument; // as its schema says
  expect([json.totals.sessions, json.totals.successRate, json.period]).toEqual([8, 0, 'week']);
});

test('the catalog shows each version, and version against version shows the known difference', async () => {
  const { items } = (await document('catalog', ['catalog', '--kind', 'skill'])) as CatalogDocument; // as its schema says
  expect(items.map(({ name, versions }) => [name, versions.map(({ version }) => version)])).toEqual([['review', ['1.1', '1.0']]]);
  expect((await playhead(['catalog', '--dir', dir])).out).toMatch(/^skill +review +1\.1 +25 +0 % +32 %/m);
  const { figures } = (await document('comparison', ['catalog', 'compare', 'skill', 'review'])) as ComparisonDocument; // as its schema says
  expect(figures.find(({ measure }) => measure === 'acceptance')).toMatchObject({ verdict: 'worse', a: { value: 0.88 }, b: { value: 0.32 } });
  const { out } = await playhead(['catalog', 'compare', 'skill', 'review', '1.0', '1.1', '--dir', dir]);
  expect(out).toMatch(/first turn accepted +88 % of 25 +32 % of 25 +sessions +-56 \(.+\) points +worse/);
  expect(out).toContain('was not drawn by lot');
});

test.each([[['catalog', 'compare', 'magic', 'review'], 2], [['catalog', 'compare', 'skill', 'review', '1.0'], 2], [['catalog', 'compare', 'skill', 'nothing'], 1], [['sessions', 'stats', '--by', 'year'], 2]])('%j ends with %i and says why', async (args, code) => {
  const { code: ended, err } = await playhead([...args, '--dir', dir]);
  expect([ended, err === '']).toEqual([code, false]);
});

test('names of recordings do not reach the terminal as control sequences', async () => {
  const own = temporary();
  const storage = fsStorage({ dir: own });
  await storage.create({ sessionId: skillSessionId(1), name: 'x', harness: 'h', agentName: '\u001b]0;owned\u0007', workspaceName: 'w', project: 'a\nb\u202e' });
  await storage.close();
  const { out } = await playhead(['sessions', 'stats', '--dir', own]);
  // eslint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/);
});

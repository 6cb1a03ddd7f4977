import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { beforeAll, expect, test } from 'vitest';
import { recordSkillSessions, skillSessionId } from '../../replay-core/src/test-support/skill-sessions.ts';
import { commands } from '../src/command-table.ts';
import { playhead, root, temporary } from './support.ts';

/** The commands of a guide, in their order. */
const linesOf = (name: string): readonly string[] => [...readFileSync(join(root, 'docs/guides', name), 'utf8').matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].flatMap(([, code = '']) => code.split('\n')).filter((line) => line.includes('playhead '));

/** What this machine lacks of what the commands need. CI installs it. */
const lacking = ['bash', 'jq'].filter((name) => spawnSync(name, ['--version']).status !== 0);
const ID = skillSessionId(49);
const dir = temporary();
beforeAll(async () => {
  const storage = fsStorage({ dir });
  await recordSkillSessions(storage);
  await storage.close();
});

/** Runs a line as a shell would: words, quotes, one pipe, `$ID`. */
async function runLine(line: string): Promise<string> {
  const [command = '', ...rest] = (/^ID=\$\((.+)\)$/.exec(line)?.[1] ?? line).split(' | ');
  const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '').map((word) => (word === '$ID' ? ID : word));
  const { code, out, err } = await playhead([...words.slice(1), '--dir', dir], { env: { PLAYHEAD_REDACTION: 'off' } });
  expect([line, code, words[0]]).toEqual([line, 0, 'playhead']);
  expect([line, /error|cannot/i.test(err)]).toEqual([line, false]);
  if (rest.length === 0) return out;
  const { stdout, stderr, status } = spawnSync('bash', ['-euo', 'pipefail', '-c', rest.join(' | ')], { input: `${out}\n`, encoding: 'utf8' });
  expect([line, stderr, status]).toEqual([line, '', 0]);
  return stdout.trimEnd();
}

/** What the lines of which more is known than that they end well say, as they come. */
const SAYS: readonly (readonly [beginning: string, says: RegExp])[] = [
  ['ID=', new RegExp(`^${ID}$`)],
  ['playhead sessions list --project shop --outcome failed', /^(?:\S+ .* shop .* failed .*\n?)+$/],
  ['playhead sessions list --json', /^\S+\t(?:success|failed)\tSession 49\n/],
  ['playhead sessions search "npm test"', /npm test 3/],
  ['playhead sessions search shop --json', /^\d+$/],
  ['playhead sessions show $ID --json', /^Review it$/],
  ['playhead sessions show $ID', /Review it/],
  ['playhead sessions tail $ID -n 5', /^(?:.+\n){4}.+$/],
  ['playhead sessions tail $ID --json', /^session_start\nprompt\n/],
  ['playhead sessions open', /^http.*\/sessions\//],
  ['playhead sessions stats --json', /"sessions": 50,\s+"successRate": 0\.6/],
  ['playhead catalog compare', /worse/],
  ['playhead sessions list --tag nightly', /nightly/],
  ['playhead sessions pin $ID --off', /not pinned/],
  ['playhead sessions keep $ID --for', /is kept 365d after its last record/],
  ['playhead sessions compress', /compressed: /],
  ['playhead sessions prune --project site', /removed 5 recordings/],
  ['playhead sessions audit --json', new RegExp(`prune\\tdone\\t[\\s\\S]+delete\\tdone\\t${ID}$`)],
];

test('the guide of commands shows every command on sessions, and each does what it says', async (context) => {
  if (lacking.length > 0) context.skip(`!!! ${lacking.join(', ')} cannot be found: the commands of the guide were NOT tried. !!!`);
  const lines = linesOf('sessions-commands.md');
  const shown = commands.filter(({ name }) => /^(?:sessions|catalog|moments)\b/.test(name)).map(({ name }) => name);
  expect(shown.filter((name) => !lines.some((line) => line.includes(`playhead ${name}`)))).toEqual([]);
  const said = new Set<string>();
  for (const line of lines) {
    const out = await runLine(line);
    const expected = SAYS.find(([beginning]) => line.startsWith(beginning));
    if (!expected) continue;
    said.add(expected[0]);
    expect([line, out]).toEqual([line, expect.stringMatching(expected[1])]);
  }
  expect(SAYS.map(([beginning]) => beginning).filter((beginning) => !said.has(beginning))).toEqual([]);
});

test('the commands of the guide on retention do what they say', async () => {
  const lines = linesOf('retention.md');
  expect(lines.length).toBeGreaterThan(5);
  for (const line of lines) expect([line, await runLine(line)]).toEqual([line, expect.stringMatching(/\S/)]);
});

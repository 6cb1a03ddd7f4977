import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { root, temporary } from './support.ts';

// Which hooks the plugin has in the next session of Claude Code: those of its own SessionStart decide, by what ran in this one.

interface Installed { readonly folder: string; start(env: Record<string, string>): string; events(): readonly string[]; left(): readonly string[] }

/** The plugin where Claude Code reads it, and a session that starts there. */
function installed(place = '.claude/plugins/cache/playhead/playhead/1.0.0'): Installed {
  const home = temporary();
  const folder = join(home, place);
  const payload = join(home, 'payload.json');
  writeFileSync(payload, '{"hook_event_name":"SessionStart","session_id":"s1","cwd":"/w"}\n');
  cpSync(join(root, 'packages/hooks-claude/plugin'), folder, { recursive: true });
  return {
    folder,
    start: (env) => execFileSync('/bin/sh', ['-c', 'exec sh "$0" plugin-1.0.0 <"$1"', join(folder, 'hooks/session-start.sh'), payload], {
      cwd: home, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: '/usr/bin:/bin', HOME: home, PLAYHEAD_HOME: join(home, 'data'), PLAYHEAD_URL: 'http://127.0.0.1:9', CLAUDE_PLUGIN_ROOT: folder, CLAUDE_CODE_SESSION_ID: 's1', ...env },
    }),
    left: () => readdirSync(join(home, 'data/spool/hooks-claude')),
    events: () => Object.keys((JSON.parse(readFileSync(join(folder, 'hooks/hooks.json'), 'utf8')) as { hooks: JsonObject }).hooks), // our own file
  };
}

const withModule = { PLAYHEAD_MODULE: 's1' };
const LEAST = ['SessionStart', 'Setup', 'SessionEnd'];

test('once its module ran, the plugin has no hooks that the client waits for, and still its module', () => {
  const plugin = installed();
  expect(plugin.events()).toContain('PreToolUse');
  expect(plugin.start(withModule)).toBe('');
  expect(plugin.events()).toEqual(LEAST);
  expect(JSON.parse(readFileSync(join(plugin.folder, 'hooks/hooks.json'), 'utf8'))).toMatchObject({ modules: ['./module.ts'] });
  plugin.start(withModule);
  expect(plugin.events()).toEqual(LEAST);
});

test.each([
  ['runs no module', {}],
  ['has what another client around it left in its environment', { PLAYHEAD_MODULE: 'the session around it' }],
])('a client that %s has all hooks back in its next session, to where the server listens, and keeps them for a month', (_name, env) => {
  const plugin = installed();
  for (const name of ['hooks.json', 'over-http.json']) writeFileSync(join(plugin.folder, 'hooks', name), readFileSync(join(plugin.folder, 'hooks', name), 'utf8').replaceAll(':7433', ':7999'));
  plugin.start(withModule);
  plugin.start(env);
  expect(plugin.left()).toEqual([expect.stringContaining('_transcript-1.0.0_')]); // of this session nothing but its transcript tells
  expect(plugin.events()).toContain('PreToolUse');
  expect(readFileSync(join(plugin.folder, 'hooks/hooks.json'), 'utf8')).toContain('http://127.0.0.1:7999/hooks/claude');
  plugin.start(withModule);
  expect(plugin.events()).toContain('PreToolUse'); // the two may take turns
  const past = Date.now() / 1000 - 32 * 86_400;
  utimesSync(join(plugin.folder, 'hooks/ran-without-module'), past, past);
  plugin.start(withModule);
  expect(plugin.events()).toEqual(LEAST);
});

test('the copy that init made is treated the same, and one that somebody works on is left alone', () => {
  const copy = installed('data/claude-plugin');
  copy.start(withModule);
  expect(copy.events()).toEqual(LEAST);
  const own = installed('src/plugin');
  own.start(withModule);
  own.start({});
  expect(own.events()).toContain('PreToolUse');
  expect(existsSync(join(own.folder, 'hooks/ran-without-module'))).toBe(false);
});

test('a session that is not recorded decides nothing', () => {
  const plugin = installed();
  plugin.start({ ...withModule, PLAYHEAD_RECORD: '0' });
  expect(plugin.events()).toContain('PreToolUse');
});

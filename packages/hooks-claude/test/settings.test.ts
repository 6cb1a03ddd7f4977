import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { claudeHookSettings, mergeSettings, removeSettings, shellHook } from '../src/index.ts';

const hooks = claudeHookSettings({ serverUrl: 'http://127.0.0.1:7433/', command: 'node /opt/hook.js' });

test('every event goes to the server, SessionStart by a command, WorktreeCreate not at all, nothing is async', () => {
  expect(hooks['PostToolBatch']).toEqual([{ hooks: [{
    type: 'http', url: 'http://127.0.0.1:7433/hooks/claude', timeout: 5,
    headers: { 'playhead-record': '$PLAYHEAD_RECORD', 'playhead-redaction': '$PLAYHEAD_REDACTION', 'playhead-token': '$PLAYHEAD_TOKEN', 'playhead-session': '$PLAYHEAD_SESSION_ID' }, allowedEnvVars: ['PLAYHEAD_RECORD', 'PLAYHEAD_REDACTION', 'PLAYHEAD_TOKEN', 'PLAYHEAD_SESSION_ID'],
  }] }]);
  expect(hooks['SessionStart']).toEqual([{ hooks: [{ type: 'command', command: 'node /opt/hook.js', timeout: 5 }] }]);
  expect(Object.keys(hooks)).not.toContain('WorktreeCreate');
  expect(JSON.stringify(hooks)).not.toContain('async');
});

/** What Claude Code 2.1.197 calls hooks for, as it says when it refuses a plugin that names another event. */
const KNOWN_IN_2_1_197 = ['PreToolUse', 'PostToolUse', 'PostToolUseFailure', 'PostToolBatch', 'Notification', 'UserPromptSubmit', 'UserPromptExpansion', 'SessionStart', 'SessionEnd', 'Stop', 'StopFailure', 'SubagentStart', 'SubagentStop', 'PreCompact', 'PostCompact', 'PermissionRequest', 'PermissionDenied', 'Setup', 'TeammateIdle', 'TaskCreated', 'TaskCompleted', 'Elicitation', 'ElicitationResult', 'ConfigChange', 'WorktreeCreate', 'WorktreeRemove', 'InstructionsLoaded', 'CwdChanged', 'FileChanged', 'MessageDisplay'];

test('the hooks of the plugin are those that older clients know, which refuse all of them else; those of settings are all', () => {
  const ofPlugin = Object.keys(claudeHookSettings({ serverUrl: 'http://127.0.0.1:7433', transport: 'plugin', command: 'x' }));
  expect(ofPlugin.filter((event) => !KNOWN_IN_2_1_197.includes(event))).toEqual([]);
  expect(ofPlugin).toHaveLength(KNOWN_IN_2_1_197.length - 2); // without those that replace worktrees
  expect(Object.keys(hooks)).toEqual(expect.arrayContaining(['PreModelSwitch', 'PostModelSwitch', 'DirectoryAdded']));
});

test('wiring keeps the user\'s own hooks, twice is the same as once, and unwiring gives the settings back', () => {
  const own = { model: 'opus', hooks: { Stop: [{ matcher: '', hooks: [{ type: 'command', command: 'say done' }] }], Odd: 'kept' } };
  const wired = mergeSettings(own, hooks);
  expect(wired['model']).toBe('opus');
  expect(JSON.stringify(wired)).toContain('say done');
  expect(mergeSettings(wired, hooks)).toEqual(wired);
  const moved = claudeHookSettings({ serverUrl: 'http://127.0.0.1:7434', command: 'node /opt/hook.js' });
  expect(JSON.stringify(mergeSettings(wired, moved))).not.toContain('7433');
  expect(removeSettings(wired, hooks)).toEqual(own);
  expect(removeSettings(removeSettings(wired, hooks), hooks)).toEqual(own);
  expect(removeSettings(mergeSettings({}, hooks), hooks)).toEqual({});
});

test('a hook whose script is gone, or is none, forbids nothing', () => {
  for (const script of ['/gone/spool.sh', '/']) {
    const { command, args } = shellHook(script);
    const { status, stdout, stderr } = spawnSync(command, [...args], { encoding: 'utf8' });
    expect([script, status, stdout, stderr]).toEqual([script, 0, '', '']);
  }
});

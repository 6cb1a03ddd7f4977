import { isDeepStrictEqual } from 'node:util';
import { removeSettings } from '@playhead/hooks-claude';
import { removePlugin } from '../claude-plugin.ts';
import type { Command } from '../command.ts';
import { removePrivatePrompt } from '../private-prompt.ts';
import { readSettings, replaceSettings, settingsPath } from '../settings-file.ts';
import { withoutShellTiming } from '../shell-timing.ts';
import { scopeOf } from './init.ts';

/** `playhead remove claude`: takes the hooks out of Claude Code's settings. */
export const removeCommand: Command = {
  name: 'remove',
  usage: 'claude',
  about: 'stop recording Claude Code: take the hooks out of its settings',
  examples: [
    { line: 'remove claude', about: 'take the hooks of this user out again' },
  ],
  completes: ['claude'],
  positionals: { min: 1, max: 1 },
  options: { scope: { type: 'string', value: 'user|project', values: ['user', 'project'], about: 'whose settings (default user)' } },
  async run(input, { output, env, cwd }) {
    const scope = scopeOf(input);
    const path = settingsPath(scope, env, cwd);
    const had = removePlugin(env, cwd, scope, path);
    const file = readSettings(path);
    const rest = withoutShellTiming(removeSettings(file.settings));
    removePrivatePrompt(file.path);
    if (isDeepStrictEqual(rest, file.settings)) {
      if (had) {
        output.line(`Claude Code is no longer recorded: its plugin is gone, and ${path} is as it was. The recordings stay; playhead sessions delete <id> removes one.`);
        return 0;
      }
      output.line(`No hooks of Playhead are in ${file.path}; nothing changed.`);
      return 0;
    }
    const backup = replaceSettings(file, rest);
    output.line(`Claude Code is no longer recorded by ${file.path}. The settings as they were: ${backup ?? 'none'}`);
    output.line('The recordings stay; playhead sessions delete <id> removes one.');
    return 0;
  },
};

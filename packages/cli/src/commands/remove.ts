import { isDeepStrictEqual } from 'node:util';
import { removeSettings } from '@playhead/hooks-claude';
import type { Command } from '../command.ts';
import { removePrivatePrompt } from '../private-prompt.ts';
import { readSettings, replaceSettings, settingsPath } from '../settings-file.ts';
import { scopeOf } from './init.ts';

/** `playhead remove claude`: takes the hooks out of Claude Code's settings. */
export const removeCommand: Command = {
  name: 'remove',
  usage: 'claude',
  about: 'stop recording Claude Code: take the hooks out of its settings',
  positionals: { min: 1, max: 1 },
  options: { scope: { type: 'string', value: 'user|project', about: 'whose settings (default user)' } },
  async run(input, { output, env, cwd }) {
    const file = readSettings(settingsPath(scopeOf(input), env, cwd));
    const rest = removeSettings(file.settings);
    removePrivatePrompt(file.path);
    if (isDeepStrictEqual(rest, file.settings)) {
      output.line(`No hooks of Playhead are in ${file.path}; nothing changed.`);
      return 0;
    }
    const backup = replaceSettings(file, rest);
    output.line(`Claude Code is no longer recorded by ${file.path}. The settings as they were: ${backup ?? 'none'}`);
    output.line('The recordings stay; playhead sessions delete <id> removes one.');
    return 0;
  },
};

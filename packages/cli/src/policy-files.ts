import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { claudeHooksIn, type WiredHook } from '@playhead/hooks-claude';
import type { JsonObject } from '@playhead/protocol';
import { readSettings } from './settings-file.ts';

/** Settings of Claude Code that Playhead never writes, and that may silence its hooks. */
export interface PolicyFile {
  readonly path: string;
  readonly settings: JsonObject;
  /** Hooks of ours that an administrator handed out. */
  readonly hooks: readonly WiredHook[];
}

/** Where administrators put settings. */
export function managedFolder(env: Readonly<Record<string, string | undefined>>): string {
  const told = env['CLAUDE_CODE_MANAGED_SETTINGS_PATH'];
  if (told) return told;
  if (process.platform === 'win32') return 'C:\\Program Files\\ClaudeCode';
  return process.platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code';
}

/** The settings of administrators, and those of a repository that are nobody else's. What cannot be read is left out: the client cannot either. */
export function policyFiles(env: Readonly<Record<string, string | undefined>>, cwd: string): readonly PolicyFile[] {
  const folder = managedFolder(env);
  const paths = [join(folder, 'managed-settings.json'), ...namesIn(join(folder, 'managed-settings.d')), join(cwd, '.claude', 'settings.local.json')];
  return paths.flatMap((path): PolicyFile | [] => {
    try {
      const { text, settings } = readSettings(path);
      return text === undefined ? [] : { path, settings, hooks: claudeHooksIn(settings) };
    } catch {
      return [];
    }
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.json')).sort().map((name) => join(folder, name));
  } catch {
    return [];
  }
}

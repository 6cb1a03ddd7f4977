import { claudeHooksIn } from '@playhead/hooks-claude';
import type { CommandContext } from './command.ts';
import { claudeHooksOf, wireSettings, type WiringPlace } from './claude-wiring.ts';
import { answers } from './local-server.ts';
import { readSettings, settingsPath, type SettingsFile } from './settings-file.ts';

/**
 * Has the hooks in the settings of Claude Code send to the server of this machine, which had to take another port: until then nothing would be
 * recorded. Hooks of another data directory, and ones whose own server runs, are left alone.
 *
 * @returns What was done or is left to do, for people.
 */
export async function pointHooksAt({ env, cwd }: Pick<CommandContext, 'env' | 'cwd'>, place: WiringPlace): Promise<readonly string[]> {
  if (env['PLAYHEAD_URL']) return [];
  const said: string[] = [];
  for (const scope of ['user', 'project'] as const) {
    const path = settingsPath(scope, env, cwd);
    const from = elsewhere(path, place);
    if (from === undefined) continue;
    if (await answers(from)) {
      said.push(`${path} sends events to ${from}, where another server of Playhead runs, not to ${place.url}. playhead init claude${scope === 'project' ? ' --scope project' : ''} points it here.`);
      continue;
    }
    wireSettings(path, claudeHooksOf('http', place));
    said.push(`${path} sent events to ${from}; sessions that start from now on send to ${place.url}.`);
  }
  return said;
}

/** Where hooks of this data directory send that go to another port than its server's. */
function elsewhere(path: string, { url, dir, isDefaultDir }: WiringPlace): string | undefined {
  const file = read(path);
  const target = file && claudeHooksIn(file.settings).find(({ kind }) => kind === 'http')?.target[0];
  if (file === undefined || target === undefined) return undefined;
  const from = new URL(target);
  const isHere = from.hostname === '127.0.0.1' || from.hostname === 'localhost';
  const isOurs = isDefaultDir || file.text?.includes(JSON.stringify(dir)) === true;
  return isHere && isOurs && from.port !== new URL(url).port ? from.origin : undefined;
}

function read(path: string): SettingsFile | undefined {
  try {
    return readSettings(path);
  } catch {
    return undefined; // doctor says what is wrong with it
  }
}

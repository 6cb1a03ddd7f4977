import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { installedPlugins } from './installed-plugins.ts';

/** Folders above the working directory in which a project may have its skills. */
const MOST_PARENTS = 32;

/** Where a skill may lie: its file, and the folder that the file must not lead out of. */
export interface SkillPlace {
  readonly folder: string;
  readonly path: string;
}

/**
 * Where the client looks for a skill, the nearest first: in the project, from the working directory up, in the client's own folder and in the user's.
 * One of a plugin, `plugin:skill`, lies where that is installed.
 */
export async function skillPlaces(name: string, cwd: unknown, transcript: unknown): Promise<readonly SkillPlace[]> {
  const [first = '', second] = name.split(':', 2);
  if (!isPlainName(first) || (second !== undefined && (!isPlainName(second) || name !== `${first}:${second}`))) return [];
  const own = typeof transcript === 'string' ? dirname(dirname(dirname(transcript))) : undefined; // the client's own folder
  if (second !== undefined) {
    const installed = own === undefined ? [] : await installedAt(own, first);
    return installed.map((folder) => ({ folder, path: join(folder, 'skills', second, 'SKILL.md') }));
  }
  const roots = [...projectFolders(cwd), ...(own === undefined ? [] : [join(own, 'skills')]), join(homedir(), '.claude', 'skills')];
  return roots.map((folder) => ({ folder, path: join(folder, first, 'SKILL.md') }));
}

function projectFolders(cwd: unknown): readonly string[] {
  if (typeof cwd !== 'string' || !isAbsolute(cwd)) return [];
  const folders: string[] = [];
  for (let at = cwd; folders.length < MOST_PARENTS; at = dirname(at)) {
    folders.push(join(at, '.claude', 'skills'));
    if (dirname(at) === at) break;
  }
  return folders;
}

/** Where a plugin of this name is installed, from whichever marketplace. */
async function installedAt(own: string, plugin: string): Promise<readonly string[]> {
  return (await installedPlugins(own)).flatMap(({ id, path }) => (id.split('@', 1)[0] === plugin && path !== undefined && isAbsolute(path) ? [path] : []));
}

function isPlainName(name: string): boolean {
  return /^\w[\w.-]{0,127}$/.test(name);
}

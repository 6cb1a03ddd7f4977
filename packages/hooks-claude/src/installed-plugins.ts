import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, type JsonObject } from '@playhead/protocol';

/** The client's lists are a few kB. */
const LIST_BYTES = 4 * 1024 * 1024;
/** More plugins than anybody has. */
const MOST_PLUGINS = 200;

/** A plugin that the client has. */
export interface InstalledPlugin {
  /** `name@marketplace`. */
  readonly id: string;
  readonly version: string | undefined;
  readonly path: string | undefined;
}

/**
 * The plugins in the client's own list.
 *
 * @param own - The client's folder, such as `~/.claude`.
 */
export async function installedPlugins(own: string): Promise<readonly InstalledPlugin[]> {
  const { plugins } = await readList(join(own, 'plugins', 'installed_plugins.json'));
  return Object.entries(isJsonObject(plugins) ? plugins : {}).flatMap(([id, one]) => (Array.isArray(one) ? one : [one]).map((place) => ({ id, version: textIn(place, 'version'), path: textIn(place, 'installPath') })));
}

/** The plugins that are switched on for a working directory, each once, by the names of their marketplaces. */
export async function pluginsOf(own: string, cwd: string): Promise<readonly { readonly name: string; readonly version: string }[]> {
  const switches = await Promise.all([join(own, 'settings.json'), join(cwd, '.claude', 'settings.json'), join(cwd, '.claude', 'settings.local.json')].map(readList));
  const on = Object.assign({}, ...switches.map(({ enabledPlugins }) => (isJsonObject(enabledPlugins) ? enabledPlugins : {}))) as JsonObject; // the nearest says so last
  const versions = new Map((await installedPlugins(own)).flatMap(({ id, version }) => (on[id] === true && version !== undefined ? [[id.slice(0, 200), version.slice(0, 100)] as const] : [])));
  return [...versions].slice(0, MOST_PLUGINS).map(([name, version]) => ({ name, version }));
}

async function readList(path: string): Promise<JsonObject> {
  try {
    const file: unknown = (await stat(path)).size > LIST_BYTES ? undefined : JSON.parse(await readFile(path, 'utf8'));
    return isJsonObject(file) ? file : {};
  } catch {
    return {}; // there is none
  }
}

function textIn(source: unknown, name: string): string | undefined {
  const value = isJsonObject(source) ? source[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

import { isJsonObject } from '@playhead/protocol';
import { dataOf, stringIn } from '../model/read-data.ts';
import type { ReplayEvent, SubagentRun } from '../model/types.ts';

const MOST_NAME = 200;
const MOST_VERSION = 100;

/** A name as figures hold it; names come from recordings and may be anything. */
export function boundedName(name: string): string {
  return name.slice(0, MOST_NAME);
}

/** A version as figures hold it; an empty one is none. */
export function boundedVersion(version: string | undefined): { readonly version?: string } {
  return version ? { version: version.slice(0, MOST_VERSION) } : {};
}

/** A model's name without the day it was made, which is its version. */
export function modelName(model: string): { readonly name: string; readonly version?: string } {
  const [, name, day] = /^(.{1,200})[-@](20\d{6})$/.exec(model) ?? [];
  return name !== undefined && day !== undefined ? { name, version: day } : { name: boundedName(model) };
}

/** What a subagent is called: its type. */
export function subagentName({ type }: SubagentRun): string {
  return boundedName(type || 'unnamed');
}

/** The plugin that a skill, a subagent or an MCP server comes from: `plugin:skill`, or of a server `plugin:name:server`. */
export function pluginOf(name: string): string | undefined {
  const [first = '', second] = name.split(':');
  if (second === undefined || first === '') return undefined;
  return boundedName(first === 'plugin' ? second : first) || undefined;
}

/** The versions of plugins that a harness told, by name without marketplace. */
export function pluginVersions(events: readonly ReplayEvent[]): ReadonlyMap<string, string> {
  const versions = new Map<string, string>();
  for (const { record } of events) {
    if (record.type !== 'harness_event') continue;
    const { extra } = dataOf(record);
    const plugins = isJsonObject(extra) ? extra['plugins'] : undefined;
    for (const plugin of Array.isArray(plugins) ? plugins : []) {
      const [name, version] = isJsonObject(plugin) ? [stringIn(plugin, 'name'), stringIn(plugin, 'version')] : [];
      if (name !== undefined && version !== undefined) versions.set(boundedName(name.split('@', 1)[0] ?? name), version);
    }
  }
  return versions;
}

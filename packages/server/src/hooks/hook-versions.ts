/** Hooks that sent something: how, and of which version. */
export interface SeenHooks {
  /** `http`, `spool`, `plugin` or `module`. */
  readonly transport: string;
  readonly version: string;
}

/** Which hooks send to this server. Cached plugins and old settings outlive an update. */
export interface HookVersions {
  heard(transport: string, version: string): void;
  /** Those heard since the server started. */
  seen(): readonly SeenHooks[];
  /** What people should know of hooks of another version. */
  warnings(): readonly string[];
}

/** The newest that are remembered. */
const MOST = 20;

/** @param version - The server's own. */
export function createHookVersions(version: string): HookVersions {
  const known = new Map<string, SeenHooks>();
  return {
    heard(transport, its) {
      const name = `${transport}/${its}`;
      if (known.has(name)) return;
      known.set(name, { transport, version: its });
      for (const oldest of known.keys()) {
        if (known.size <= MOST) break;
        known.delete(oldest);
      }
    },
    seen: () => [...known.values()],
    warnings: () => [...known.values()].filter((one) => one.version !== version).map(({ transport, version: its }) => {
      const remedy = transport === 'plugin' || transport === 'module' ? 'claude plugin update playhead@playhead' : 'playhead init claude';
      return `Hooks of version ${its} (${transport}) send to a server of version ${version}. Everything is recorded; bring both to one version: ${remedy}, then playhead stop and playhead ui.`;
    }),
  };
}

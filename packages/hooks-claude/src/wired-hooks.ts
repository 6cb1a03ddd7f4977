import { isJsonObject, type JsonObject, type JsonValue } from '@playhead/protocol';

/** A hook of ours in somebody's settings. */
export interface WiredHook {
  /** The event it is called for. */
  readonly event: string;
  /** What it does: send to a server, leave on the disk, or run the command that begins sessions. */
  readonly kind: 'http' | 'spool' | 'start';
  /** Its address, or the files it needs. */
  readonly target: readonly string[];
  /** Its version, where it says one. */
  readonly version?: string;
  /** Whether the client does not wait for it, so that it is killed when the agent exits. */
  readonly isAsync: boolean;
}

const START = /hooks-claude[/\\](?:dist|src)[/\\]session-start-hook\.[jt]s\b/;
const SPOOL = /hooks-claude[/\\]plugin[/\\]hooks[/\\](?:spool|session-start)\.sh$/;
const LOCAL = /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d{1,5}\/hooks\/claude$/;
const REMOTE = /^https?:\/\/[^\s/]+\/(?:[^\s?#]*\/)?hooks\/claude$/;

/**
 * Finds the hooks that an earlier or this version of Playhead put into settings, perhaps with another port or path.
 *
 * @param settings - A parsed `settings.json`.
 */
export function claudeHooksIn(settings: JsonObject): readonly WiredHook[] {
  const hooks = isJsonObject(settings['hooks']) ? settings['hooks'] : {};
  return Object.entries(hooks).flatMap(([event, groups]) => (Array.isArray(groups) ? groups : []).flatMap((group: JsonValue) => {
    const handlers = isJsonObject(group) && Array.isArray(group['hooks']) ? group['hooks'] : [];
    return handlers.flatMap((handler: JsonValue) => wiredHookOf(event, handler) ?? []);
  }));
}

/** What a handler is, if it is one of ours. */
export function wiredHookOf(event: string, handler: JsonValue): WiredHook | undefined {
  if (!isJsonObject(handler)) return undefined;
  const isAsync = handler['async'] === true || handler['asyncRewake'] === true;
  return handler['type'] === 'http' ? httpHook(event, handler, isAsync) : commandHook(event, handler, isAsync);
}

function httpHook(event: string, { url, headers }: JsonObject, isAsync: boolean): WiredHook | undefined {
  if (typeof url !== 'string') return undefined;
  const told = isJsonObject(headers) ? headers : {};
  if (!LOCAL.test(url) && !('playhead-record' in told && REMOTE.test(url))) return undefined;
  const version = typeof told['playhead-hooks'] === 'string' ? told['playhead-hooks'].split('/')[1] : undefined;
  return { event, kind: 'http', target: [url], isAsync, ...(version !== undefined && { version }) };
}

function commandHook(event: string, { command, args }: JsonObject, isAsync: boolean): WiredHook | undefined {
  if (typeof command !== 'string') return undefined;
  const given = Array.isArray(args) ? args.filter((one) => typeof one === 'string') : [];
  const [script, from] = given[0] === '-c' ? given.slice(2) : given;
  const version = from?.replace(/^[a-z]+-/, '');
  if (script !== undefined && SPOOL.test(script)) return { event, kind: script.endsWith('spool.sh') ? 'spool' : 'start', target: [script], isAsync, ...(version ? { version } : {}) };
  if (!START.test(command)) return undefined;
  const files = [...command.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, path = '']) => path.replaceAll(/\\(.)/g, '$1'));
  return { event, kind: 'start', target: files, isAsync };
}

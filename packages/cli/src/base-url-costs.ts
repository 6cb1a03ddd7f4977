import { MODEL_SERVICE } from '@playhead/gateway/anthropic';

type Environment = Readonly<Record<string, string | undefined>>;

/** How an agent is started behind a tap on its model. */
export interface TappedAgent {
  /** Where its model is. */
  readonly upstream: string;
  /** What is other in its environment than in that of whoever starts it. */
  env(url: string): Environment;
  /** What the tap changes for it, in words. */
  readonly sideEffects: readonly string[];
}

/**
 * What the address of a tap costs Claude Code, which does some things only for the service itself, and what makes up for it. Where the user has another
 * address already, it costs nothing more. Nothing that the user set is changed, but the address.
 *
 * @param given - The address of the model, where the user names one.
 */
export function tappedAgent(env: Environment, given: string | undefined): TappedAgent {
  const upstream = given || env['ANTHROPIC_BASE_URL'] || MODEL_SERVICE;
  const wasHome = isHome(env['ANTHROPIC_BASE_URL'] || MODEL_SERVICE);
  const searches = env['ENABLE_TOOL_SEARCH'] !== undefined;
  return {
    upstream,
    env: (url) => ({
      ANTHROPIC_BASE_URL: url,
      ...(wasHome && !searches && { ENABLE_TOOL_SEARCH: 'true' }),
      ...(usesProxy(env) && { NO_PROXY: withLoopback(env['NO_PROXY'] ?? env['no_proxy']) }),
    }),
    sideEffects: wasHome ? [
      'Remote Control is off',
      'a context of a million tokens is asked for only where the model is named with [1m]',
      ...(searches ? [] : ['ENABLE_TOOL_SEARCH=true is set, or all tools would be loaded at once']),
    ] : [],
  };
}

/** Whether requests of this environment go through a proxy, which a tap does not. */
export function usesProxy(env: Environment): boolean {
  return ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => Boolean(env[name]));
}

function withLoopback(list: string | undefined): string {
  const hosts = (list ?? '').split(',').map((host) => host.trim()).filter((host) => host !== '');
  return [...new Set([...hosts, '127.0.0.1'])].join(',');
}

function isHome(address: string): boolean {
  return URL.canParse(address) && new URL(address).host === new URL(MODEL_SERVICE).host;
}

import type { Route } from './route.ts';

/** What a request is about: a route with what stands for its names, or which methods its address has. */
export type FoundRoute =
  | { readonly route: Route; readonly parameters: Readonly<Record<string, string>> }
  | { readonly route?: undefined; readonly allow: readonly string[] };

/**
 * Finds the route of a request.
 *
 * @param segments - The decoded parts of the path.
 * @returns undefined when no route has this address.
 */
export function findRoute(routes: readonly Route[], method: string, segments: readonly string[]): FoundRoute | undefined {
  const allow: string[] = [];
  for (const route of routes) {
    const parameters = parametersOf(routes, route.path, segments);
    if (!parameters) continue;
    if (route.method === method) return { route, parameters };
    if (!allow.includes(route.method)) allow.push(route.method);
  }
  return allow.length > 0 ? { allow } : undefined;
}

/** The parts of a path pattern. */
function partsOf(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}

/** @returns undefined when the address is not of this pattern. */
function parametersOf(routes: readonly Route[], path: string, segments: readonly string[]): Readonly<Record<string, string>> | undefined {
  const parts = partsOf(path);
  const rest = parts.at(-1)?.endsWith('*}') ?? false;
  if (rest ? segments.length < parts.length || isTaken(routes, segments) : segments.length !== parts.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    const name = /^\{(\w+)\*?\}$/.exec(part)?.[1];
    const segment = segments[index] ?? '';
    if (name !== undefined) parameters[name] = rest && index === parts.length - 1 ? segments.slice(index).join('/') : segment;
    else if (part !== segment) return undefined;
  }
  return parameters;
}

/** Whether an address belongs to the API, whose unknown addresses are no files. */
function isTaken(routes: readonly Route[], [first]: readonly string[]): boolean {
  return routes.some(({ path, access }) => access !== 'public' && partsOf(path)[0] === first);
}

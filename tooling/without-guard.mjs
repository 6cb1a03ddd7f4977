// Takes one guard away while a module is loaded: see mutate-guards.mjs.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { guards } from './guards.mjs';
import { root } from './packages.mjs';

/** The plugins that take away the guard that `PLAYHEAD_WITHOUT_GUARD` names: none when it names none. */
export function withoutGuard(name = process.env['PLAYHEAD_WITHOUT_GUARD'] ?? '') {
  const guard = guardCalled(name);
  return guard ? [{
    name: 'without-guard', enforce: 'pre',
    transform: (code, id) => (id.split('?')[0] === join(root, guard.file) ? code.replace(guard.guard, () => guard.without) : undefined),
  }] : [];
}

/** The same for what tests bundle with esbuild and run as a process of its own. */
export function withoutGuardInBundle(name = process.env['PLAYHEAD_WITHOUT_GUARD'] ?? '') {
  const guard = guardCalled(name);
  return guard ? [{
    name: 'without-guard',
    setup: (build) => build.onLoad({ filter: /[.]tsx?$/ }, ({ path }) => (path === join(root, guard.file) ? { contents: readFileSync(path, 'utf8').replace(guard.guard, () => guard.without), loader: path.endsWith('x') ? 'tsx' : 'ts' } : undefined)),
  }] : [];
}

function guardCalled(name) {
  const guard = name === '' ? undefined : guards.find((each) => each.name === name);
  if (name !== '' && !guard) throw new Error(`No guard is called "${name}".`);
  return guard;
}

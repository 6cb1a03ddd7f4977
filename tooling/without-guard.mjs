// Takes one guard away while a module is loaded: see mutate-guards.mjs.
import { join } from 'node:path';
import { guards } from './guards.mjs';
import { root } from './packages.mjs';

/** The plugins that take away the guard that `PLAYHEAD_WITHOUT_GUARD` names: none when it names none. */
export function withoutGuard(name = process.env['PLAYHEAD_WITHOUT_GUARD'] ?? '') {
  const guard = name === '' ? undefined : guards.find((each) => each.name === name);
  if (name !== '' && !guard) throw new Error(`No guard is called "${name}".`);
  return guard ? [{
    name: 'without-guard', enforce: 'pre',
    transform: (code, id) => (id.split('?')[0] === join(root, guard.file) ? code.replace(guard.guard, () => guard.without) : undefined),
  }] : [];
}

// pnpm mutate:guards [text]: takes each guard away in turn and runs the test that must notice. Exit code 1 when one does not.
// No file is changed: the guard is taken away while vitest loads the module.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { guards } from './guards.mjs';
import { root } from './packages.mjs';

const wanted = process.argv.slice(2).filter((argument) => argument !== '--').join(' ');
const chosen = guards.filter(({ name, file }) => name.includes(wanted) || file.includes(wanted));
const run = ({ project = 'unit', test, notices }, mutated) => spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, test, ...(notices ? ['-t', notices.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')] : [])],
  { cwd: root, encoding: 'utf8', env: { ...process.env, PLAYHEAD_WITHOUT_GUARD: mutated ?? '' } },
);

let unnoticed = 0;
const green = new Map();
for (const guard of chosen) {
  const test = `${guard.test} ${guard.notices}`;
  if (!green.has(test)) green.set(test, run(guard).status === 0);
  const noticed = green.get(test) && run(guard, guard.name).status !== 0;
  if (!noticed) unnoticed += 1;
  console.log(`${noticed ? 'ok  ' : 'FAIL'} ${guard.name}${noticed ? '' : green.get(test) ? `: nothing turned red in ${guard.test}` : `: ${guard.test} is red with the guard in place`}`);
}
console.log(`${chosen.length - unnoticed} of ${chosen.length} guards are missed when they are gone.`);
if (chosen.length === 0) console.error(`No guard is called ${wanted}.`);
process.exit(unnoticed === 0 && chosen.length > 0 ? 0 : 1);

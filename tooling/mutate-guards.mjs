// pnpm mutate:guards [text]: takes each guard away in turn and runs the test that must notice. Exit code 1 when one does not.
// No file is changed: the guard is taken away while vitest loads the module. A module that cannot be loaded then proves nothing: a test must fail.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guards } from './guards.mjs';
import { root } from './packages.mjs';

const wanted = process.argv.slice(2).filter((argument) => argument !== '--').join(' ');
const chosen = guards.filter(({ name, file }) => name.includes(wanted) || file.includes(wanted));
const results = mkdtempSync(join(tmpdir(), 'playhead-guards-'));
const green = new Map();
let unnoticed = 0;

for (const guard of chosen) {
  const test = `${guard.test} ${guard.notices}`;
  if (!green.has(test)) green.set(test, run(guard));
  const fault = faultOf(guard, green.get(test));
  if (fault) unnoticed += 1;
  console.log(`${fault ? 'FAIL' : 'ok  '} ${guard.name}${fault}`);
}
rmSync(results, { recursive: true, force: true });
console.log(`${chosen.length - unnoticed} of ${chosen.length} guards are missed when they are gone.`);
if (chosen.length === 0) console.error(`No guard is called ${wanted}.`);
process.exit(unnoticed === 0 && chosen.length > 0 ? 0 : 1);

/** @returns '' where the guard is missed. */
function faultOf(guard, { passed, failed }) {
  if (failed > 0) return `: ${guard.test} is red with the guard in place`;
  if (passed === 0) return `: ${guard.test} has no test that runs here and is named ${guard.notices}`;
  const without = run(guard, guard.name);
  if (without.failed > 0) return '';
  return without.passed > 0 ? `: nothing turned red in ${guard.test}` : `: ${guard.file} cannot be loaded without the guard, which proves nothing`;
}

/** How many tests passed and failed. */
function run({ project = 'unit', test, notices }, mutated = '') {
  const outputFile = join(results, 'result.json');
  rmSync(outputFile, { force: true });
  spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', project, test, '--reporter', 'json', '--outputFile', outputFile, ...(notices ? ['-t', notices.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')] : [])],
    { cwd: root, encoding: 'utf8', env: { ...process.env, PLAYHEAD_WITHOUT_GUARD: mutated } },
  );
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = JSON.parse(readFileSync(outputFile, 'utf8'));
  return { passed, failed };
}

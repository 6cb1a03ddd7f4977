// npm test: installs what is missing, builds the JavaScript, runs every test and every example.
// The last line, alone, is the sum over all runners: `N passed, N failed`. Exit code 1 when anything failed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './bootstrap.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const long = process.argv.includes('--long');
const rest = process.argv.slice(2).filter((argument) => argument !== '--long');
const node = (args, options = {}) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', ...options });

ensureInstalled();

let passed = 0;
let failed = 0;
const count = (name, ok) => {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
};

// End-to-end tests and examples use what is built, as a user would.
if (node(['tooling/build.mjs', '--js']).status !== 0) count('build', false);

const directory = mkdtempSync(join(tmpdir(), 'playhead-test-'));
const report = join(directory, 'vitest.json');
const vitest = node(
  ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...(long ? ['--project=long', '--project=dom-react18'] : []), ...rest],
  { env: { ...process.env, ...(long ? { PLAYHEAD_LONG: '1' } : {}) } },
);
let counted = 0;
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  // A file that cannot even be loaded has no tests to fail; it counts as one failure.
  const unloaded = result.testResults.filter((file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed')).length;
  counted = result.numFailedTests + unloaded;
  passed += result.numPassedTests;
  failed += counted;
}
if (vitest.status !== 0 && counted === 0) count('vitest itself (see above)', false);
rmSync(directory, { recursive: true, force: true });

// An example asserts what it shows: its `test` script exits non-zero when wrong.
const examples = join(root, 'examples');
if (!long && rest.length === 0 && existsSync(examples)) {
  for (const name of readdirSync(examples).sort()) {
    const file = join(examples, name, 'package.json');
    if (!existsSync(file)) continue;
    const { scripts = {} } = JSON.parse(readFileSync(file, 'utf8'));
    if (!scripts.test) {
      console.error(`examples/${name} has no "test" script, so nothing shows that it works.`);
      count(`examples/${name}`, false);
      continue;
    }
    const { status } = spawnSync('npm', ['run', '--silent', 'test'], { cwd: join(examples, name), stdio: 'inherit', shell: process.platform === 'win32', timeout: 300_000 });
    count(`examples/${name}`, status === 0);
  }
}

if (long && rest.length === 0) count('mutate:guards', node(['tooling/mutate-guards.mjs']).status === 0);

console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

// npm test: installs what is missing, builds the JavaScript, runs every test and every example.
// The last line, alone, is the sum over all runners: `N passed, N failed`. Exit code 1 when anything failed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './bootstrap.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const long = process.argv.includes('--long');
const rest = process.argv.slice(2).filter((argument) => argument !== '--long');
const node = (args, options = {}) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', ...options });

const justBuilt = ensureInstalled();

let passed = 0;
let failed = 0;
const count = (name, ok) => {
  if (ok) passed += 1;
  else failed += 1;
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name}`);
};

// End-to-end tests and examples use what is built, as a user would.
if (!justBuilt && node(['tooling/build.mjs', '--js']).status !== 0) count('build', false);

const directory = mkdtempSync(join(tmpdir(), 'playhead-test-'));

/** Runs vitest and answers what failed: one row for each test, and one for a file that could not even be loaded. */
function runVitest(name, args) {
  const report = join(directory, `${name}.json`);
  const { status } = node(['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args], {
    env: { ...process.env, ...(long ? { PLAYHEAD_LONG: '1' } : {}) },
  });
  if (!existsSync(report)) return { status, passed: 0, failures: [] };
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const failures = result.testResults.flatMap((file) => {
    const tests = file.assertionResults.filter((test) => test.status === 'failed').map((test) => ({ file: file.name, test: test.fullName, why: test.failureMessages[0] ?? '' }));
    return tests.length === 0 && file.status === 'failed' ? [{ file: file.name, test: '(the file could not be loaded)', why: file.message }] : tests;
  });
  return { status, passed: result.numPassedTests, failures };
}

/** More files than this are not unsteady but broken, and are not run again. */
const MOST_UNSTEADY_FILES = 8;
const summary = [];
const told = ({ file, test, why }) => `${relative(root, file)} > ${test}\n     ${why.split('\n').slice(0, 3).join('\n     ')}`;

const vitest = runVitest('vitest', [...(long ? ['--project=long', '--project=dom-react18', '--project=browser'] : []), ...rest]);
passed += vitest.passed;
let { failures } = vitest;
const files = [...new Set(failures.map(({ file }) => file))];
if (!long && rest.length === 0 && files.length > 0 && files.length <= MOST_UNSTEADY_FILES) {
  // Two cores run some thousand tests at once here. What fails among them is tried once more by itself, and is told apart in the summary: an unsteady test is to be mended.
  console.log(`--- once more, by themselves: ${files.map((file) => relative(root, file)).join(', ')}`);
  const again = runVitest('again', ['--no-file-parallelism', ...files]);
  const steady = (failure) => again.failures.some(({ file, test }) => file === failure.file && test === failure.test) || again.passed === 0;
  for (const failure of failures.filter((each) => !steady(each))) {
    passed += 1;
    summary.push(`unsteady (passed by itself): ${told(failure)}`);
  }
  failures = failures.filter(steady);
}
for (const failure of failures) summary.push(`FAIL ${told(failure)}`);
failed += failures.length;
if (vitest.status !== 0 && vitest.failures.length === 0) count('vitest itself (see above)', false);
rmSync(directory, { recursive: true, force: true });

/** Runs the test of an example, which exits non-zero when wrong; what it says is told when it has ended, as others run beside it. */
function runExample(name) {
  return new Promise((done) => {
    const child = spawn('npm', ['run', '--silent', 'test'], { cwd: join(examples, name), stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32', timeout: 300_000 });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      done(code === 0);
    });
  });
}

const examples = join(root, 'examples');
if (!long && rest.length === 0 && existsSync(examples)) {
  const names = readdirSync(examples).sort().filter((name) => existsSync(join(examples, name, 'package.json')));
  const testOne = async (name) => {
    const { scripts = {} } = JSON.parse(readFileSync(join(examples, name, 'package.json'), 'utf8'));
    if (!scripts.test) {
      console.error(`examples/${name} has no "test" script, so nothing shows that it works.`);
      count(`examples/${name}`, false);
      return;
    }
    const first = await runExample(name);
    const ok = first || await runExample(name);
    if (!first) summary.push(`${ok ? 'unsteady (passed the second time)' : 'FAIL'}: examples/${name}`);
    count(`examples/${name}`, ok);
  };
  const lane = async () => { for (let name = names.shift(); name !== undefined; name = names.shift()) await testOne(name); };
  await Promise.all(Array.from({ length: availableParallelism() }, lane));
}

if (long && rest.length === 0) count('mutate:guards', node(['tooling/mutate-guards.mjs']).status === 0);

for (const line of summary) console.log(line);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

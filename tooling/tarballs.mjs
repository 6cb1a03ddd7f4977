// Packs every public package, installs the tarballs with npm into an empty folder, and uses them there as a stranger would.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { pack } from './pack.mjs';
import { packages } from './packages.mjs';
import { walkGuide } from './walk-guide.mjs';

const directory = mkdtempSync(join(tmpdir(), 'playhead-tarballs-'));
const consumer = join(directory, 'consumer');
mkdirSync(consumer);

function run(command, args) {
  console.log(`$ ${command} ${args.join(' ')}`);
  const { status } = spawnSync(command, args, { cwd: consumer, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed in ${consumer}`);
}

/** Records the demo with the installed packages, opens it with `playhead ui`, and looks at the page as a person would. */
async function replaysTheDemo() {
  const data = join(directory, 'data');
  run('npx', ['--no-install', 'playhead', 'demo', '--check', '--dir', data]);
  const ask = (args) => execFileSync('npx', ['--no-install', 'playhead', ...args, '--dir', data, '--json'], { cwd: consumer, encoding: 'utf8', shell: process.platform === 'win32' });
  const { url } = JSON.parse(ask(['ui', '--port', '0']));
  try {
    const [{ sessionId }] = JSON.parse(ask(['sessions', 'list'])).sessions;
    const page = await fetch(`${url}/${sessionId}`);
    if (!page.ok) throw new Error(`the replay page answered ${page.status}`);
    await seesTheReplay(`${url}/${sessionId}`);
  } finally {
    run('npx', ['--no-install', 'playhead', 'stop', '--dir', data]);
  }
}

async function seesTheReplay(url) {
  const executablePath = findChromium();
  if (!executablePath) {
    if (process.env.PLAYHEAD_REQUIRE_BROWSER === '1') throw new Error('there is no Chromium to open the replay with');
    console.log('NO CHROMIUM: the replay page was fetched but not looked at');
    return;
  }
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByText('Add JWT auth with refresh token').first().waitFor();
  } finally {
    await browser.close();
  }
}

try {
  const tarballs = pack(packages().filter(({ json }) => !json.private), join(directory, 'packed'));
  const dependencies = Object.fromEntries([...tarballs].map(([name, tarball]) => [name, `file:${tarball}`]));
  // The packages want each other by version; the overrides say that these tarballs are that version.
  const overrides = Object.fromEntries(Object.keys(dependencies).map((name) => [name, `$${name}`]));
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module', dependencies, overrides }, null, 2));
  run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error']);
  run('npx', ['--no-install', 'playhead', '--version']);
  await replaysTheDemo();
  console.log(await walkGuide(consumer, join(directory, 'home')));
  console.log(`${Object.keys(dependencies).length} tarballs install and run`);
} catch (error) {
  console.error(`tarballs: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(directory, { recursive: true, force: true });
}

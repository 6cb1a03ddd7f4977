// How long the viewer's first page takes in Chromium over our server with 100,000 sessions, beside one with 10: until its rows are seen and a filter
// that was typed has narrowed them, and until all is there that a page asks for at first. `--sessions N` takes another number. Needs a build.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium } from '../../tooling/chromium.mjs';
import { root } from '../../tooling/packages.mjs';
import { look } from '../open/look.mjs';
import { plantSessions } from './plant.mjs';

const numberAt = process.argv.indexOf('--sessions');
const MANY = numberAt > 0 ? Number(process.argv[numberAt + 1]) : 100_000;
const FEW = 10;
const OPENS = 7;
/** Some of the ten have it. */
const WORD = 'checkout';
const PLAYHEAD = join(root, 'packages/cli/bin/playhead.js');
/** Types as soon as rows are seen; true once all that are seen fit. */
const NARROWED = `(() => {
  const rows = [...document.querySelectorAll('.ph-sessions [data-row]')].filter((row) => row.checkVisibility({ visibilityProperty: true }));
  if (!window.benchRows) {
    const input = document.querySelector('.ph-sessions input[type="search"]');
    if (rows.length < ${FEW} || !input) return false;
    window.benchRows = performance.now();
    input.focus();
    document.execCommand('insertText', false, '${WORD}');
    return false;
  }
  return rows.length > 0 && rows.every((row) => row.textContent.includes('${WORD}'));
})()`;
const WHOLE = `document.querySelector('.ph-sessions')?.dataset.status === 'ready'`;

/** Measures with two servers, each in a folder of its own; their opens take turns. */
export async function measurePage() {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
  const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-list-page-'));
  const servers = [];
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    for (const sessions of [FEW, MANY]) servers.push(await serve(join(directory, String(sessions)), sessions));
    const opens = servers.map(() => []);
    const first = [];
    for (const { url } of servers) first.push(await open(browser, url));
    for (let turn = 0; turn < OPENS; turn += 1) {
      for (const [index, { url }] of servers.entries()) opens[index].push(await open(browser, url));
    }
    const [few, many] = opens.map((each) => Object.fromEntries(Object.keys(each[0]).map((name) => [name, median(each.map((one) => one[name]))])));
    const ratios = Object.fromEntries(Object.keys(few).map((name) => [name.replace(/Ms$/, ''), Number((many[name] / few[name]).toFixed(2))]));
    return { sessions: MANY, goal: { narrowed: 3 }, ratios, many, few, afterStart: { few: first[0], many: first[1] } };
  } finally {
    await browser.close();
    for (const { process: serving } of servers) await stop(serving);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A server of so many sessions that has listed them. */
async function serve(home, sessions) {
  plantSessions(join(home, 'sessions'), sessions);
  await stop((await start(home, sessions)).process); // makes the index
  return start(home, sessions);
}

async function start(home, sessions) {
  const serving = spawn(process.execPath, [PLAYHEAD, 'serve', '--port', '0'], { env: { ...process.env, HOME: home, PLAYHEAD_HOME: home }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(serving.stdout, 'data');
  const address = /http:\/\/[\d.:]+/.exec(String(said))?.[0];
  const answer = await (await fetch(`${address}/api/v1/sessions/facets?project=project-7`)).json();
  if (!(answer.sessions > 0)) throw new Error(`The server does not find the ${sessions} sessions: ${JSON.stringify(answer).slice(0, 500)}`);
  return { process: serving, url: `${address}/sessions` };
}

async function stop(serving) {
  serving.kill();
  if (serving.exitCode === null) await once(serving, 'exit');
}

async function open(browser, url) {
  const { readyMs, wholeMs, cpuMs, rowsMs } = await look(browser, url, { first: NARROWED, whole: WHOLE, use: async (page) => ({ rowsMs: Math.round(await page.evaluate(() => window.benchRows)) }) });
  return { rowsMs, narrowedMs: readyMs, wholeMs, cpuMs };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

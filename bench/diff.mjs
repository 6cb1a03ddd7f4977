// What a diff costs until it can be read: of files of 1,000, 10,000 and 50,000 lines with every fiftieth changed, of 2,000 changed files, and of
// 30 small ones beside react-diff-viewer-continued alone; of 50,000 lines of which only both texts were recorded; and on a processor four times as slow.
// Prints one line of JSON; only ratios and counts mean something on another machine. What the processor worked on a task (`taskCpuMs`) does not
// grow with what else the machine does, as its time (`longestTaskMs`) does.
import { loadavg } from 'node:os';
import { openPage } from './open-page.mjs';

const ROUNDS = 3;
const WHEELS = 60;
const STEP = 600;
const SLOWER = 4;
const CASES = {
  '1k': 'viewer=playhead&lines=1000', '10k': 'viewer=playhead&lines=10000', '50k': 'viewer=playhead&lines=50000', '50kTexts': 'viewer=playhead&lines=50000&texts', '1kSlow': 'viewer=playhead&lines=1000', '50kSlow': 'viewer=playhead&lines=50000',
  files: 'viewer=playhead&lines=60&files=2000', small: 'viewer=playhead&lines=60&files=30', rdvcSmall: 'viewer=rdvc&lines=60&files=30', rdvc1k: 'viewer=rdvc&lines=1000', rdvc10k: 'viewer=rdvc&lines=10000',
};

const { browser, url, close } = await openPage('bench/diff-page.tsx');
const measured = Object.fromEntries(Object.keys(CASES).map((name) => [name, []]));
try {
  // The ways take turns, so that a busy moment does not fall on one of them.
  for (let round = 0; round < ROUNDS; round += 1) for (const [name, query] of Object.entries(CASES)) measured[name].push(await measure(query, name.endsWith('Slow')));
} finally {
  await close();
}
const middle = (name, figure) => round(measured[name].map((one) => one[figure]).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]);
const table = (figure) => Object.fromEntries(Object.keys(CASES).map((name) => [name, middle(name, figure)]));
const readyMs = table('ready');
const drawnMs = table('drawn');
console.log(JSON.stringify({
  bench: 'diff',
  ratios: { '10kTo1k': round(readyMs['10k'] / readyMs['1k']), '50kTo1k': round(readyMs['50k'] / readyMs['1k']), smallToRdvc: round(readyMs.small / readyMs.rdvcSmall), smallDrawnToRdvc: round(drawnMs.small / drawnMs.rdvcSmall), '10kToRdvc': round(readyMs['10k'] / readyMs.rdvc10k) },
  readyMs, drawnMs, nodes: table('nodes'), longestTaskMs: table('longest'), taskCpuMs: table('cpu'), longestTaskScrollingMs: table('scrolling'), load: loadavg()[0],
}));

/** Mounts a diff, and scrolls through it by the wheel. A task below 50 ms counts as 0. */
async function measure(query, slow) {
  const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
  page.setDefaultTimeout(120_000);
  if (slow) await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await page.goto(`${url}?${query}`);
  await page.waitForFunction(() => window.drawn !== undefined);
  const cpu = longestWork(JSON.parse(String(await browser.stopTracing())).traceEvents);
  const first = await page.evaluate(() => ({ ready: window.ready, drawn: window.drawn, longest: Math.max(0, ...window.tasks), nodes: document.querySelectorAll('#root *').length }));
  await page.evaluate(() => { window.tasks.length = 0; });
  await page.mouse.move(450, 400);
  for (let wheel = 0; wheel < WHEELS; wheel += 1) await page.mouse.wheel(0, STEP);
  await page.waitForTimeout(300);
  const { scrolling, nodes } = await page.evaluate(() => ({ scrolling: Math.max(0, ...window.tasks), nodes: document.querySelectorAll('#root *').length }));
  await page.close();
  return { ...first, cpu, scrolling, nodes: Math.max(first.nodes, nodes) };
}

/** The longest that the processor worked on a task of the page since it began to draw, in milliseconds. */
function longestWork(events) {
  const { pid, tid, ts: begun } = events.find(({ name }) => name === 'show');
  return Math.max(0, ...events.filter((event) => event.pid === pid && event.tid === tid && event.ts >= begun && event.name.endsWith('RunTask')).map(({ tdur = 0 }) => tdur)) / 1000;
}

function round(value) {
  return Number(value.toFixed(2));
}

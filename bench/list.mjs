// What a long session costs the list of events while it is scrolled: at 1,000 and at 100,000 events, beside a list as products build it with
// @tanstack/react-virtual; what it costs to list 100,000 sessions, and to open the viewer's page of them. `--only events`, `--only sessions` or
// `--only page` runs one part, `--sessions N` takes another number.
// Prints one line of JSON; only ratios and counts mean something on another machine.
import { loadavg } from 'node:os';
import { measurePage } from './list/page.mjs';
import { measureSessions } from './list/sessions.mjs';
import { openPage } from './open-page.mjs';

const SIZES = { '1k': 1000, '100k': 100_000 };
const LISTS = ['events', 'tanstack'];
const WHEELS = 120;
const STEP = 240;

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const parts = { sessions: measureSessions, page: measurePage, events: measureEvents };
if (only !== undefined && !Object.hasOwn(parts, only)) throw new Error(`There is nothing named ${only} to measure here. Take events, sessions or page.`);
const result = {};
for (const [name, measurePart] of Object.entries(parts)) if (only === undefined || only === name) result[name] = await measurePart();
console.log(JSON.stringify({ bench: 'list', ...result, load: loadavg()[0] }));

/** Scrolls lists of events in Chromium. */
async function measureEvents() {
  const { browser, url, close } = await openPage('bench/list-page.tsx');
  const result = { ratios: {}, frameP95Ms: {}, nodes: {}, mountMs: {} };
  try {
    for (const list of LISTS) {
      for (const [name, size] of Object.entries(SIZES)) {
        const { frame, nodes, mount } = await measure(browser, `${url}?list=${list}&size=${size}`);
        result.frameP95Ms[`${list}${name}`] = round(frame);
        result.nodes[`${list}${name}`] = nodes;
        result.mountMs[`${list}${name}`] = round(mount);
      }
      result.ratios[list] = round(result.frameP95Ms[`${list}100k`] / result.frameP95Ms[`${list}1k`]);
    }
    return result;
  } finally {
    await close();
  }
}

/** Mounts a list and scrolls it by the wheel through its middle. */
async function measure(browser, url) {
  const page = await browser.newPage({ viewport: { width: 900, height: 800 } });
  page.setDefaultTimeout(120_000);
  await page.goto(url);
  await page.waitForFunction(() => window.mounted !== undefined);
  await page.mouse.move(450, 400);
  await page.mouse.wheel(0, -STEP); // whoever follows the playhead lets go
  await page.evaluate(() => {
    window.frames = [];
    let last = performance.now();
    const next = (now) => {
      window.frames.push(now - last);
      last = now;
      window.most = Math.max(window.most ?? 0, document.querySelectorAll('#root *').length);
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  for (let wheel = 0; wheel < WHEELS; wheel += 1) await page.mouse.wheel(0, wheel < WHEELS / 2 ? -STEP : STEP);
  const measured = await page.evaluate(() => ({ frames: window.frames, nodes: window.most, mount: window.mounted }));
  await page.close();
  const frames = measured.frames.toSorted((a, b) => a - b);
  return { frame: frames[Math.floor(frames.length * 0.95)], nodes: measured.nodes, mount: measured.mount };
}

function round(value) {
  return Number(value.toFixed(2));
}

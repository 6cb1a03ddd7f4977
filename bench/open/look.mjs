// Opens a page in Chromium and says when it was of use and what it held: of the JavaScript heap and of the process that draws it.
import { existsSync, readFileSync } from 'node:fs';
import { rawPage } from './raw-page.mjs';

/** How often the heap is looked at while a page opens, in milliseconds; between tasks, which is when the page answers. */
const LOOK_EVERY_MS = 250;
/** A browser is quiet that took less than this share of a processor for so many looks, one after so many milliseconds. */
const [QUIET_SHARE, QUIET_LOOKS, QUIET_MS] = [0.1, 3, 200];
/** On a machine that is never quiet nobody waits longer, in milliseconds. */
const LONGEST_QUIET_MS = 20_000;

/**
 * @param first - An expression that is true once the first rows are there and can be used, `whole` once all of the session is known.
 * @param use - Does something with the page once its memory was measured; what it gives is added to the figures.
 * @param browser - Launched with `--enable-precise-memory-info`: a page that asks is told its heap to the byte.
 * @returns Times, elements, and in MB the heap when the first rows were there (`ready`), at most (`peak`), as the page left it (`left`) and after a forced collection
 *   (`collected`), and the renderer process' memory: its share (`share`, PSS) and its most (`most`, peak RSS),
 *   and that process' time on a processor until the session was known (`cpuMs`).
 */
export async function look(browser, url, { first, whole, use }) {
  const page = await rawPage(browser, { width: 1440, height: 900 });
  const before = await quiet(browser);
  await page.everyDocument(`
    const look = () => {
      if (!window.benchReady && (${first})) [window.benchReadyHeap, window.benchReady] = [performance.memory.usedJSHeapSize, performance.now()];
      if (!window.benchWhole && (${whole})) window.benchWhole = performance.now();
      if (!window.benchWhole || !window.benchReady) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  `);
  const used = async () => (await page.send('Runtime.getHeapUsage')).usedSize;
  let peak = 0;
  let opening = true;
  const watching = (async () => {
    while (opening) {
      peak = Math.max(peak, await used().catch(() => 0));
      await new Promise((resolve) => { setTimeout(resolve, LOOK_EVERY_MS); });
    }
  })();
  try {
    await page.goto(url);
    await page.until(() => window.benchReady !== undefined && window.benchWhole !== undefined);
    opening = false;
    await watching;
    const left = await used();
    await page.send('HeapProfiler.collectGarbage');
    const collected = await used();
    const { readyHeap, ...told } = await page.evaluate(() => ({ readyMs: Math.round(window.benchReady), wholeMs: Math.round(window.benchWhole), elements: document.querySelectorAll('*').length, readyHeap: window.benchReadyHeap }));
    const process = await renderer(browser, before);
    return { ...told, heapMB: { ready: megabytes(readyHeap), peak: megabytes(Math.max(peak, left)), left: megabytes(left), collected: megabytes(collected) }, ...process, ...(use && (await use(page))) };
  } finally {
    opening = false;
    await page.close();
  }
}

/**
 * Waits until the browser has nothing to do: a new window loads pages of the browser's own for a second and more, with hundreds of scripts, and
 * whatever is opened meanwhile is measured with them.
 *
 * @returns The processor time of each of its processes until then, in seconds.
 */
async function quiet(browser) {
  const spent = async () => new Map((await processes(browser)).map(({ id, cpuTime }) => [id, cpuTime]));
  const total = (times) => [...times.values()].reduce((sum, time) => sum + time, 0);
  const began = performance.now();
  let times = await spent();
  for (let calm = 0; calm < QUIET_LOOKS && performance.now() - began < LONGEST_QUIET_MS;) {
    await new Promise((resolve) => { setTimeout(resolve, QUIET_MS); });
    const now = await spent();
    calm = (total(now) - total(times)) * 1000 < QUIET_MS * QUIET_SHARE ? calm + 1 : 0;
    times = now;
  }
  return times;
}

/** The process that draws the page, elements and all, where the system tells: its memory, and its processor time so far. It is the one that worked most since: others draw what belongs to the browser. */
async function renderer(browser, before) {
  const worked = ({ id, cpuTime }) => cpuTime - (before.get(id) ?? 0);
  const { id } = (await processes(browser)).filter(({ type }) => type === 'renderer').reduce((most, one) => (worked(one) > worked(most) ? one : most), { id: 0, cpuTime: 0 });
  const [share, most] = [kilobytes(`/proc/${id}/smaps_rollup`, 'Pss'), kilobytes(`/proc/${id}/status`, 'VmHWM')];
  return { rendererMB: { share: Math.round(share / 1024), most: Math.round(most / 1024) }, cpuMs: processorTime(id) };
}

async function processes(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo;
}

/** Processor time of a process so far, in milliseconds: does not grow with what else the machine does. */
function processorTime(id) {
  const path = `/proc/${id}/stat`;
  const fields = existsSync(path) ? readFileSync(path, 'utf8').replace(/^.*\) /s, '').split(' ') : [];
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 10; // in hundredths of a second, user and system
}

function kilobytes(path, name) {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

function megabytes(bytes) {
  return Math.round(bytes / 1e5) / 10;
}

// Opens the recording of a long session in our viewer as a file of this machine, which a worker reads, and says how long the page was busy at once.
import { statSync } from 'node:fs';

/** The page is looked at for so long after everything is known: what it then does is part of opening. */
const AFTER_MS = 1000;

/**
 * @param address - Where the viewer is.
 * @param path - A recording, one record to a line.
 * @returns Its size in MB, when its first rows were seen and when all of it was known, both in ms since it was chosen, the longest task of
 *   the page's thread and how many took 50 ms or more. The list it is chosen from was idle.
 */
export async function chosenFile(browser, address, path) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  try {
    await page.goto(`${address}/sessions`);
    const open = page.getByRole('button', { name: 'Open a file' });
    await open.waitFor();
    await page.waitForLoadState('networkidle');
    await page.evaluate(() => {
      globalThis.benchTasks = [];
      new PerformanceObserver((list) => { for (const { duration } of list.getEntries()) globalThis.benchTasks.push(duration); }).observe({ type: 'longtask' });
    });
    const choosing = page.waitForEvent('filechooser');
    await open.click();
    const chooser = await choosing;
    const start = performance.now();
    await chooser.setFiles(path);
    await page.getByRole('feed', { name: 'Events' }).getByRole('article').nth(2).waitFor({ timeout: 0 });
    const rowsMs = Math.round(performance.now() - start);
    await page.waitForFunction(() => document.querySelector('.ph-app')?.dataset.status === 'ready', undefined, { timeout: 0, polling: 200 });
    const wholeMs = Math.round(performance.now() - start);
    await page.waitForTimeout(AFTER_MS);
    const tasks = await page.evaluate(() => globalThis.benchTasks);
    return { megabytes: Math.round(statSync(path).size / 1e6), rowsMs, wholeMs, longestTaskMs: Math.round(Math.max(0, ...tasks)), longTasks: tasks.length };
  } finally {
    await page.close();
  }
}

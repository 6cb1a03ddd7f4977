import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { TRANSCRIPT, writeTranscript } from '../../bench/open/transcript.mjs';
import { root } from '../../tooling/packages.mjs';
import { launchBrowser } from './browser.ts';

const PLAYHEAD = join(root, 'packages/cli/bin/playhead.js');
/** Elements that a page may have, whatever its session holds. */
const MOST_ELEMENTS = 2500;
/** What a server may need at most, in bytes. */
const MOST_OF_SERVER = 300_000_000;

/**
 * Imports a transcript of some size, opens it in a browser twice, the second time from what was made of it the first time, and goes to its end and
 * to its last prompt, by search.
 *
 * @param timeout - How long each wait may take, in milliseconds.
 * @returns The bytes of JavaScript heap that the page held at the end, and how many events it knew.
 */
export async function openAnySize(megabytes: number, timeout: number): Promise<{ readonly heap: number; readonly lines: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'playhead-any-size-'));
  let serving: ChildProcess | undefined;
  let browser: Browser | undefined;
  try {
    const home = join(directory, 'home');
    mkdirSync(home, { mode: 0o700 });
    const transcript = join(directory, `${TRANSCRIPT}.jsonl`);
    const { lines, turns } = writeTranscript(transcript, megabytes * 1_000_000);
    const env = { ...process.env, PLAYHEAD_HOME: home };
    const imported = spawnSync(process.execPath, [PLAYHEAD, 'import', 'claude', transcript], { encoding: 'utf8', env });
    expect(imported.status, imported.stderr).toBe(0);
    rmSync(transcript);
    serving = spawn(process.execPath, [PLAYHEAD, 'serve', '--port', '0'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [said] = (await once(serving.stdout!, 'data')) as [Buffer]; // it is a pipe, which gives buffers
    const address = /http:\/\/[\d.:]+/.exec(said.toString())?.[0] ?? '';
    const { sessions } = (await (await fetch(`${address}/api/v1/sessions`)).json()) as { sessions: readonly { sessionId: string }[] }; // our own server's answer
    browser = await launchBrowser();
    const url = `${address}/sessions/${sessions[0]?.sessionId ?? ''}`;
    await (await opened(browser, url, timeout)).close();
    const page = await opened(browser, url, timeout);
    await page.locator('[data-part="events"] [role="feed"]').focus();
    await page.keyboard.press('End');
    await page.getByText(`Done with task ${turns}.`).first().waitFor();
    await page.keyboard.press('Home');
    await page.getByRole('searchbox').first().fill(`Task ${turns}:`);
    await page.locator('[data-part="search"] button:enabled').first().waitFor();
    await page.getByRole('searchbox').first().press('Enter');
    await page.locator('[data-part="events"] [aria-current]', { hasText: `Task ${turns}:` }).waitFor();
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(MOST_ELEMENTS);
    const status = `/proc/${serving.pid ?? 0}/status`;
    if (existsSync(status)) expect(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1] ?? 0) * 1024).toBeLessThan(MOST_OF_SERVER);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('HeapProfiler.collectGarbage');
    return { heap: (await cdp.send('Runtime.getHeapUsage')).usedSize, lines };
  } finally {
    await browser?.close();
    if (serving && serving.exitCode === null) {
      serving.kill();
      await once(serving, 'exit');
    }
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A page once all of the session is known. */
async function opened(browser: Browser, url: string, timeout: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(timeout);
  await page.goto(url);
  await page.locator('[data-part="events"] [data-event]').nth(2).waitFor();
  await page.locator('.ph-app[data-status="ready"]').waitFor();
  return page;
}

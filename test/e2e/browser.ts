import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { openProfile, type Profile } from '../../packages/storage-adapters/src/fixtures/chromium-tabs.ts';
import { findChromium } from '../../tooling/chromium.mjs';

/** Starts the Chromium of this machine; a missing one is told. */
export function launchBrowser(...args: readonly string[]): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('No Chromium was found.');
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...args] });
}

/**
 * One browser for all tests of a file, and for each of them a profile in which nothing is stored yet.
 *
 * @param scripts - What its pages load, by path.
 * @returns Runs a test in a new profile, which is closed afterwards.
 */
export function freshProfiles(scripts: Readonly<Record<string, string>>): (run: (profile: Profile) => Promise<void>) => Promise<void> {
  let browser: Browser | undefined;
  beforeAll(async () => { browser = await launchBrowser(); });
  afterAll(() => browser?.close());
  return async (run) => {
    if (!browser) throw new Error('The browser did not start.');
    const profile = await openProfile(browser, scripts);
    try {
      await run(profile);
    } finally {
      await profile.close();
    }
  };
}

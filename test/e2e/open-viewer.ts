import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { createHandler, type HandlerOptions } from '@playhead/server';
import { listen, viewerDirectory } from '@playhead/server/node';
import { viewerAssets } from '@playhead/viewer';
import { launchBrowser } from './browser.ts';

/** How long a page waits for what a test asks of it, where the browser shares two cores with everything else. */
const PATIENCE_MS = 30_000;

/** The built viewer as a server gives it out, and a browser that can open it. */
export interface OpenViewer {
  /** Address of the server. */
  readonly url: string;
  /** A directory of the test's own, gone when the viewer is closed. */
  readonly home: string;
  /** A page of a profile of its own, with room for all panes. What its browser complains about is kept in `complaints`. */
  page(options?: BrowserContextOptions): Promise<Page>;
  /** What the browser complained about: errors and warnings in the console, refusals of the security policy among them, thrown errors, and answers of the server that are errors. */
  readonly complaints: string[];
  /** Closes browser, server and storage. */
  close(): Promise<void>;
}

/**
 * Serves the built viewer and starts the browser.
 *
 * @param serve - Says what is served, from a new directory: a storage, which is closed with the viewer, and whatever else a handler takes.
 */
export async function openViewer(serve: (home: string) => HandlerOptions | Promise<HandlerOptions>): Promise<OpenViewer> {
  const app = fileURLToPath(viewerAssets);
  if (!existsSync(join(app, 'index.html'))) throw new Error('The viewer is not built. Run `node tooling/build.mjs --js` and the test again.');
  const home = mkdtempSync(join(tmpdir(), 'playhead-viewer-'));
  const options = await serve(home);
  const server = await listen(createHandler({ ...options, viewer: viewerDirectory(app) }), { port: 0 });
  const browser = await launchBrowser();
  const complaints: string[] = [];
  return {
    url: server.url,
    home,
    page: (context) => watchedPage(browser, context, complaints),
    complaints,
    async close() {
      await browser.close();
      await server.close();
      await options.storage.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function watchedPage(browser: Browser, context: BrowserContextOptions | undefined, complaints: string[]): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, ...context });
  page.setDefaultTimeout(PATIENCE_MS);
  page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.text()} (${message.location().url})`); });
  page.on('pageerror', (error) => void complaints.push(String(error)));
  page.on('response', (response) => { if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`); });
  await page.exposeFunction('complain', (text: string) => void complaints.push(text));
  await page.addInitScript("addEventListener('securitypolicyviolation', (event) => complain(`CSP ${event.violatedDirective} ${event.blockedURI}`), true)");
  return page;
}

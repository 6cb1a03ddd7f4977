import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { findChromium } from '../tooling/chromium.mjs';
import { root } from '../tooling/packages.mjs';

const TYPES = { '.js': 'text/javascript', '.css': 'text/css' };
const PAGE = '<!doctype html><link rel="stylesheet" href="/page.css"><body style="margin:0"><div id="root"></div><script type="module" src="/page.js"></script>';

/**
 * Bundles a page as hosts do, serves it and starts a Chromium to look at it.
 *
 * @param entry - File of the page, below the root of the repository. It finds an element `#root`.
 */
export async function openPage(entry) {
  const executablePath = findChromium();
  if (!executablePath) throw new Error('No Chromium was found, so nothing was measured. Install one or set CHROMIUM_PATH.');
  const directory = await mkdtemp(join(tmpdir(), 'playhead-bench-page-'));
  await build({
    entryPoints: [join(root, entry)], bundle: true, splitting: true, minify: true, format: 'esm', outdir: directory, entryNames: 'page', jsx: 'automatic',
    conditions: ['@playhead/source', 'browser'], define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error',
  });
  const server = createServer(async ({ url = '/' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const file = join(directory, pathname);
    if (pathname === '/') response.setHeader('content-type', 'text/html').end(PAGE);
    else if (existsSync(file)) response.setHeader('content-type', TYPES[extname(file)] ?? 'text/plain').end(await readFile(file));
    else response.writeHead(404).end();
  });
  await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    browser,
    url: `http://127.0.0.1:${server.address().port}/`,
    close: async () => {
      await browser.close();
      server.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

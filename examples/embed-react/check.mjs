// Builds the app, opens it in Chromium and looks for the prompt and the final output; then, at three widths in light and dark,
// for shifts of the layout, console messages and what axe-core finds. Exits non-zero when something is wrong.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build, defaultClientConditions, preview } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const fromSource = { resolve: { conditions: ['@playhead/source', ...defaultClientConditions] } };
const problems = [];
let passed = 0;
const check = (name, holds) => {
  if (holds) passed += 1;
  else problems.push(name);
};

const lines = readFileSync(`${root}src/App.tsx`, 'utf8').trim().split('\n').filter((line) => line.trim() !== '').length;
check(`src/App.tsx has at most ten lines (${lines})`, lines <= 10);
await build({ root, logLevel: 'warn', ...fromSource });
const chromium = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
if (!chromium) {
  console.log('!!! No Chromium was found: only the build was checked, the page was NOT. Install one or set CHROMIUM_PATH. !!!');
  check('the build writes a page', existsSync(`${root}dist/index.html`));
  if (process.env.PLAYHEAD_REQUIRE_BROWSER === '1') problems.push('PLAYHEAD_REQUIRE_BROWSER=1 asks for a browser, and there is none');
} else {
  const { chromium: playwright } = await import('playwright-core');
  const server = await preview({ root, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
  const browser = await playwright.launch({ executablePath: chromium, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const errors = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.goto(server.resolvedUrls.local[0]);
    const shows = (text) => page.getByText(text).first().waitFor({ timeout: 15_000 }).then(() => true, () => false);
    check('the page shows the prompt', await shows('The total of the cart is off by a cent.'));
    check('the page shows the final output', await shows('They are now added in'));
    check('the final output is formatted', await page.locator('strong', { hasText: 'floating-point' }).waitFor({ timeout: 15_000 }).then(() => true, () => false));
    check(`the page reports no error (${errors.join('; ')})`, errors.length === 0);
    await page.close();
    const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    for (const width of [320, 760, 1440]) for (const colorScheme of ['light', 'dark']) await checkLook(browser, server.resolvedUrls.local[0], axe, width, colorScheme);
  } finally {
    await browser.close();
    await server.close();
  }
}
for (const problem of problems) console.error(`failed: ${problem}`);
console.log(`${passed} passed, ${problems.length} failed`);
process.exit(problems.length > 0 ? 1 : 0);

/** Opens the page at one width in one theme, waits until it stands still, and looks at what a reader would notice. */
async function checkLook(browser, url, axe, width, colorScheme) {
  const at = `${width} px, ${colorScheme}`;
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const messages = [];
  page.on('console', (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => messages.push(error.message));
  await page.addInitScript(() => {
    window.shifts = [];
    const where = (node) => (node instanceof Element ? `${node.localName}.${node.className}` : String(node?.nodeName));
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push({ value: entry.value, of: entry.sources.map(({ node, previousRect, currentRect }) => `${where(node)} ${JSON.stringify([previousRect, currentRect])}`) });
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.evaluate(async () => { // until nothing has changed for half a second
    for (let seen = '', same = 0; same < 5; same += seen === document.body.innerHTML ? 1 : -same) {
      seen = document.body.innerHTML;
      await new Promise((resolve) => { setTimeout(resolve, 100); });
    }
  });
  const shifts = await page.evaluate(() => window.shifts);
  const score = shifts.reduce((sum, { value }) => sum + value, 0);
  check(`${at}: nothing shifts (score ${score.toFixed(4)}: ${shifts.flatMap(({ of }) => of).join('; ')})`, score === 0);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  check(`${at}: axe-core finds nothing (${violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`).join('; ')})`, violations.length === 0);
  check(`${at}: no console message (${messages.join('; ')})`, messages.length === 0);
  await page.close();
}

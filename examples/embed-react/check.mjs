// Builds the app, opens it in Chromium and looks for the prompt and the final output. Exits non-zero when something is wrong.
import { existsSync } from 'node:fs';
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
  } finally {
    await browser.close();
    await server.close();
  }
}
for (const problem of problems) console.error(`failed: ${problem}`);
console.log(`${passed} passed, ${problems.length} failed`);
process.exit(problems.length > 0 ? 1 : 0);

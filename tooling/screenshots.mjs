// pnpm screenshots: takes a picture of every story, light and dark, and writes a page that shows them all.
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';
import { root } from './packages.mjs';

const HELP = `pnpm screenshots [options]

Takes a picture of every story of Storybook in light and dark: whole pages (SessionReplay, SessionList) at 1440, 760 and 420 px,
parts at 760 px. Writes <story>.<width>.<theme>.png and index.html, which shows them all. Exit code 1 when a page had errors.

  --out <folder>    where to put them (default ./screenshots)
  --story <text>    only stories whose id contains the text; may be repeated
  --width <px>      only at this width; may be repeated
  --url <address>   of a running Storybook (default: build it and serve it from here)
  --no-build        use what \`pnpm storybook:build\` built before
  --jobs <n>        pages at a time (default 4)
  --help            this text`;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'screenshots' }, story: { type: 'string', multiple: true, default: [] }, width: { type: 'string', multiple: true, default: [] },
    url: { type: 'string' }, 'no-build': { type: 'boolean', default: false }, jobs: { type: 'string', default: '4' }, help: { type: 'boolean', default: false },
  },
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

const built = join(root, 'stories/dist');
const out = resolve(values.out);
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.json': 'application/json', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

/** Serves the built Storybook on a free port. @returns Its address and how to stop it. */
async function serve() {
  if (!values['no-build'] || !existsSync(join(built, 'index.json'))) {
    const { status } = spawnSync(process.execPath, [join(root, 'node_modules/storybook/dist/bin/dispatcher.js'), 'build', '--config-dir', 'stories/.storybook', '--output-dir', built, '--disable-telemetry', '--quiet'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) throw new Error('Storybook could not be built: see the messages above.');
  }
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://localhost').pathname)).replace(/^([/\\]|\.\.)+/, '');
    if (path === 'favicon.ico') return response.writeHead(204).end();
    const file = join(built, path || 'index.html');
    if (!file.startsWith(built) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
    createReadStream(file).pipe(response);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}

/** Style that makes the pictures use the fonts of the mockups, as far as they are installed here. */
function fonts() {
  const installed = spawnSync('fc-list', [':', 'family'], { encoding: 'utf8' }).stdout ?? '';
  const has = (family) => installed.split(/[\n,]/).some((line) => line.trim() === family);
  const rules = [has('Inter') && '--ph-font: Inter, system-ui, sans-serif;', has('JetBrains Mono') && '--ph-mono: "JetBrains Mono", ui-monospace, monospace;'].filter(Boolean);
  return rules.length > 0 ? `[data-ph] { ${rules.join(' ')} }` : '';
}

const isPage = ({ title }) => /^Session(Replay|List)\b/.test(title);

function shots(entries) {
  const wanted = entries.filter(({ type, subtype, id }) => type === 'story' && subtype !== 'test' && (values.story.length === 0 || values.story.some((text) => id.includes(text))));
  return wanted.flatMap((entry) => {
    const widths = values.width.length > 0 ? values.width.map(Number) : isPage(entry) ? [1440, 760, 420] : [760];
    return widths.flatMap((width) => ['light', 'dark'].map((theme) => ({ entry, width, theme, file: `${entry.id}.${width}.${theme}.png` })));
  });
}

/** Waits until a story has finished, its fonts and lazy parts are there, and nothing moved for ten frames. @returns What went wrong, if anything. */
async function settled(page) {
  await page.waitForFunction(() => ['storyFinished', 'storyErrored', 'storyThrewException', 'storyMissing'].some((event) => globalThis.__STORYBOOK_ADDONS_CHANNEL__?.last(event)), undefined, { timeout: 60_000 });
  await page.waitForLoadState('networkidle');
  return page.evaluate(async () => {
    await document.fonts.ready;
    const look = () => {
      const element = document.querySelector('#storybook-root');
      return `${element?.scrollHeight} ${element?.getElementsByTagName('*').length} ${element?.textContent?.length}`;
    };
    let before = '';
    let still = 0;
    for (let frame = 0; frame < 600 && still < 10; frame += 1) {
      await new Promise((done) => requestAnimationFrame(done));
      const now = look();
      still = now === before ? still + 1 : 0;
      before = now;
    }
    const channel = globalThis.__STORYBOOK_ADDONS_CHANNEL__;
    const failed = channel.last('storyErrored') ?? channel.last('storyThrewException') ?? channel.last('storyMissing');
    if (failed) return `the story failed: ${String(failed[0]?.message ?? failed[0]?.title ?? failed[0]).slice(0, 300)}`;
    return still < 10 ? 'the story never came to rest' : undefined;
  });
}

async function take(browser, url, style, { entry, width, theme, file }) {
  const problems = [];
  const context = await browser.newContext({
    viewport: { width, height: isPage(entry) ? 900 : 480 }, colorScheme: theme, deviceScaleFactor: 1,
    reducedMotion: entry.tags.includes('reduced-motion') ? 'reduce' : 'no-preference', forcedColors: entry.tags.includes('forced-colors') ? 'active' : 'none',
  });
  try {
    const page = await context.newPage();
    page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) problems.push(`${message.type()}: ${message.text().slice(0, 400)} (${message.location().url})`); });
    page.on('pageerror', (error) => problems.push(`page error: ${error.message.slice(0, 400)}`));
    page.on('requestfailed', (request) => problems.push(`request failed: ${request.url()}`));
    await page.goto(`${url}/iframe.html?id=${entry.id}&viewMode=story&globals=theme:${theme};a11y.manual:!true`);
    if (style) await page.addStyleTag({ content: style });
    const problem = await settled(page);
    if (problem) problems.push(`error: ${problem}`);
    await page.screenshot({ path: join(out, file), fullPage: !isPage(entry), animations: 'disabled', caret: 'hide' });
  } catch (error) {
    problems.push(`error: ${error.message.split('\n')[0]}`);
  } finally {
    await context.close();
  }
  return problems;
}

const escaped = (text) => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

function contactSheet(taken) {
  const byTitle = Map.groupBy ? Map.groupBy(taken, ({ entry }) => entry.title) : taken.reduce((all, shot) => all.set(shot.entry.title, [...(all.get(shot.entry.title) ?? []), shot]), new Map());
  const sections = [...byTitle].map(([title, shots]) => `<h2>${escaped(title)}</h2>\n<div>${shots.map(({ entry, width, theme, file, problems }) => `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="" width="${Math.min(width, 640)}"></a><figcaption>${escaped(entry.name)} · ${width} · ${theme}${problems.map((problem) => `<br><b>${escaped(problem)}</b>`).join('')}</figcaption></figure>`).join('\n')}</div>`);
  writeFileSync(join(out, 'index.html'), `<!doctype html><html lang="en"><meta charset="utf-8"><title>Stories</title><style>body{font:13px/1.5 system-ui;margin:24px;background:#888}div{display:flex;flex-wrap:wrap;gap:16px;align-items:start}figure{margin:0}img{display:block;max-width:100%;height:auto}b{color:#700}</style>\n${sections.join('\n')}\n</html>\n`);
}

const executablePath = findChromium();
if (!executablePath) {
  console.error('screenshots: no Chromium was found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH.');
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const served = values.url ? { url: values.url.replace(/\/$/, ''), stop: () => {} } : await serve();
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
try {
  const index = values.url ? await (await fetch(`${served.url}/index.json`)).json() : JSON.parse(readFileSync(join(built, 'index.json'), 'utf8'));
  const waiting = shots(Object.values(index.entries));
  const taken = [];
  const style = fonts();
  const worker = async () => {
    for (let shot = waiting.shift(); shot && browser.isConnected(); shot = waiting.shift()) {
      const problems = await take(browser, served.url, style, shot);
      taken.push({ ...shot, problems });
      for (const problem of problems) console.error(`${shot.entry.id} at ${shot.width} px, ${shot.theme}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Number(values.jobs) || 4) }, worker));
  taken.sort((a, b) => (a.entry.title + a.entry.id).localeCompare(b.entry.title + b.entry.id) || b.width - a.width || b.theme.localeCompare(a.theme));
  contactSheet(taken);
  if (!browser.isConnected()) console.error(`error: the browser ended before all pictures were taken, ${waiting.length + 1} are missing`);
  const bad = taken.filter(({ problems }) => problems.length > 0).length;
  console.log(`${taken.length} screenshots of ${new Set(taken.map(({ entry }) => entry.id)).size} stories in ${out}, ${bad} with messages`);
  if (!browser.isConnected() || taken.length === 0 || taken.some(({ problems }) => problems.some((problem) => /error/.test(problem)))) process.exitCode = 1;
} finally {
  await browser.close();
  served.stop();
}

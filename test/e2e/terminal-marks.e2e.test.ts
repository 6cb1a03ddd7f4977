import { join } from 'node:path';
import { createIdSource, encodeRecord, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openViewer, type OpenViewer } from './open-viewer.ts';

const START = 1_763_700_000_000_000;
/** Seconds at which something is marked. */
const MARKED = [10, 30, 50] as const;

let viewer: OpenViewer;
let storage: SessionStorage;
const nextId = createIdSource();

beforeAll(async () => {
  viewer = await openViewer((home) => {
    storage = fsStorage({ dir: join(home, 'data') });
    return { storage };
  });
});
afterAll(() => viewer?.close());

interface Written {
  readonly id: string;
  add(seconds: number, type: string, data: JsonObject): Promise<void>;
  end(seconds: number): Promise<void>;
}

/** A terminal that tells the second, and is marked now and then. */
async function record(seconds: number): Promise<Written> {
  const [id, call] = [nextId(), nextId()];
  let n = 0;
  const line = (at: number, type: string, data: JsonObject): string => encodeRecord({ id: nextId(), p: 'pty', e: 0, n: n++, at: START + Math.round(at * 1_000_000), type, via: 'pty', data, ...(/^(terminal_|tool_|moment)/.test(type) && { call }) });
  const second = (at: number): string[] => [line(at, 'terminal_output', { stream: 'pty', text: `\u001b[H\u001b[2Jsecond ${at}.` }), ...(MARKED.some((one) => one === at) ? [line(at, 'moment', { title: `Mark ${at}` })] : [])];
  const header = { sessionId: id, name: 'A terminal', harness: 'terminal', agentName: 'sh', workspaceName: 'w' };
  await storage.create(header);
  await storage.append(id, [line(0, 'session_start', header), line(0, 'terminal_command', { command: 'sh', pty: { columns: 40, rows: 8 } }), ...Array.from({ length: seconds }, (_, at) => second(at)).flat()]);
  return {
    id,
    add: async (at, type, data) => void (await storage.append(id, [line(at, type, data)])),
    end: async (at) => void (await storage.append(id, [line(at, 'terminal_output', { stream: 'pty', text: '', exitCode: 0 }), line(at, 'tool_result', { status: 'ok' }), line(at, 'session_stop', { outcome: 'success' }), line(at, 'session_status', { status: 'completed' })])),
  };
}

async function openTerminal(id: string): Promise<Page> {
  const page = await viewer.page({ viewport: { width: 1400, height: 900 } });
  await page.goto(`${viewer.url}/sessions/${id}`);
  return page;
}

const shows = (page: Page, second: number): Promise<void> => vi.waitFor(async () => expect(await page.locator('.xterm-rows').textContent()).toContain(`second ${second}.`), { timeout: 20_000 });

/** Presses the pointer on a mark, as soon as it is there. */
async function clickMark(page: Page, index: number): Promise<void> {
  const mark = page.locator('.ph-term__marks i[data-look=moment]').nth(index);
  await mark.waitFor();
  const box = await mark.boundingBox();
  if (!box) throw new Error('The mark is not to be seen.');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}

async function goesAround(page: Page): Promise<void> {
  await clickMark(page, 1);
  await shows(page, 30);
  await page.keyboard.press(']');
  await shows(page, 50);
  await page.keyboard.press('[');
  await shows(page, 30);
  await page.keyboard.press('[');
  await shows(page, 10);
}

test('marks and keys lead to moments right after the page was loaded, also at an address that names another one', async () => {
  const { id, end } = await record(60);
  await end(60);
  const page = await openTerminal(id);
  await goesAround(page);
  await page.keyboard.press('End');
  await shows(page, 59);
  await page.reload();
  await goesAround(page);
  await page.close();
}, 120_000);

test('marks and keys lead to moments while it is recorded, and when that ends', async () => {
  const { id, add, end } = await record(60);
  const page = await openTerminal(id);
  let at = 60;
  let stopped = false;
  const recording = (async () => {
    while (!stopped && at < 200) {
      at += 0.05;
      await add(at, 'terminal_output', { stream: 'pty', text: 'more ' });
      if (Math.round(at * 20) % 10 === 0) await add(at, 'moment', { title: 'Later' });
    }
  })();
  try {
    await clickMark(page, 1);
    await shows(page, 30);
    for (const [key, second] of [[']', 50], ['[', 30], ['[', 10], [']', 30]] as const) {
      await page.keyboard.press(key);
      await shows(page, second);
    }
  } finally {
    stopped = true;
    await recording;
  }
  await end(at + 1);
  await page.locator('header[data-status=completed]').waitFor();
  await shows(page, 30);
  await page.keyboard.press(']');
  await shows(page, 50);
  await page.close();
}, 120_000);

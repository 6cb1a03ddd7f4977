import type { ReactElement } from 'react';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { foldSessionInfo, emptySessionInfo, type SessionInfo, type SessionRecord } from '@playhead/protocol';
import { eventSchemas, sessionHeaderSchema } from '@playhead/protocol/schemas';
import { createReplay, recordsSource, type ReplayStore } from '@playhead/replay-core';
import '../../src/styles.css';
import * as parts from '../../src/index.ts';
import { SessionCatalog } from '../../src/session-catalog.ts';
import { SessionStats } from '../../src/session-stats.ts';
import '../../src/session-catalog/session-catalog.css';
import { catalogDocument, comparisonDocument } from '../../../../stories/fixtures/catalog.ts';
import { statisticsDocument } from '../../../../stories/fixtures/statistics.ts';
import { hostileAnnotations } from './hostile-annotations.ts';
import { droppedRecords, hostileRecords, textsOf } from './hostile-records.ts';
import { ADDRESSES, escapeSequences, HOST, SEQUENCES, TEXTS } from './payloads.ts';
import { fill, textFields } from './schema-values.ts';
import { setTripwires, type Tripwires } from './tripwires.ts';

const { SessionReplay } = parts;
const TABS = ['terminal', 'diff', 'files', 'tests', 'output', 'raw', 'notes', 'review', 'stats'] as const;
/** What is loaded with a tab, and has to be there before it is looked at. */
const LATE: Readonly<Record<string, string>> = { notes: '[data-part=notes] [data-anchor]', review: '[data-part=review-queue]:not([data-state=loading])', stats: '[data-part=stats]' };
/** Every way of showing an event in the list. */
const KINDS = ['prompt', 'assistant', 'command', 'read', 'search', 'edit', 'test', 'mcp', 'skill', 'subagent', 'permission', 'denied', 'error', 'checkpoint', 'task', 'tool', 'session'] as const;
/** Tabs that show something else for each event; a session goes through many events on one of them, and some on the others; the next goes through others. */
const FOLLOWING = ['terminal', 'diff', 'raw'] as const;

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether this is the long run, which leaves nothing out. */
    long: boolean;
  }
}
const isLong = inject('long');
/** Goes through what is tried in turn, one step a day. */
const day = Math.floor(Date.now() / 86_400_000);
/** All of these in the long run; otherwise so many, of which the next ones follow the day after. */
function someOf<Item>(items: readonly Item[], count: number): readonly Item[] {
  return isLong ? items : items.filter((_, index) => (((index - day * count) % items.length) + items.length) % items.length < count);
}
/** How many events of a session the tab that follows them, and any other tab, passes over for each one that it shows. */
const [STRIDE, OTHER_STRIDE] = isLong ? [5, 40] : [12, 60];

let tripwires: Tripwires;
beforeEach(async () => {
  await page.viewport(1500, 1400); // a tall window mounts many rows of a virtual list
  tripwires = setTripwires();
});
afterEach(() => tripwires.remove());

async function open(records: readonly SessionRecord[], text: string): Promise<ReplayStore> {
  const store = createReplay(recordsSource(records, { text: () => Promise.resolve(text) }), { follow: false });
  await expect.poll(() => store.getState().status).toBe('ready');
  return store;
}

/** After React has drawn and run its effects. */
const drawn = (): Promise<void> => new Promise((done) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => { port1.close(); done(); };
  port2.postMessage(0);
});
/** After the browser has drawn. */
const settled = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** Opens whatever is folded. */
function unfold(): void {
  for (const button of document.querySelectorAll<HTMLElement>('[data-ph] button[aria-expanded=false], [data-ph] [role=treeitem][aria-expanded=false]')) button.click();
  for (const fold of document.querySelectorAll<HTMLDetailsElement>('[data-ph] details:not([open])')) fold.open = true;
  for (const button of document.querySelectorAll<HTMLElement>('[data-ph] button')) if (/^(Show|Load|Expand|Unfold)\b/.test(button.innerText)) button.click();
}

/** Brings every event of the list onto the page. @returns The kinds of the rows that were drawn. */
async function lookAtList(): Promise<ReadonlySet<string>> {
  const kinds = new Set<string>();
  await expect.poll(() => document.querySelector('[data-ph] [role=feed] [data-kind], [data-ph] .ph-state')).not.toBeNull();
  const list = [...document.querySelectorAll<HTMLElement>('[data-ph] [role=feed], [data-ph] [role=feed] *')].find((element) => element.scrollHeight > element.clientHeight && /auto|scroll/.test(getComputedStyle(element).overflowY));
  for (let top = 0; list && top < list.scrollHeight; top += list.clientHeight / 2) {
    list.scrollTop = top;
    await settled();
    await settled();
    await expect.poll(() => list.querySelector('.ph-well--wait')).toBeNull(); // what shows them loads with the first
    for (const row of list.querySelectorAll<HTMLElement>('[data-kind]')) kinds.add(row.dataset['kind'] ?? '');
  }
  return kinds;
}

/** Draws a session that somebody reviewed, opens every tab and row, goes to every event, searches, and opens what lies over it. @returns The kinds of rows and the tabs that were drawn. */
async function lookThrough(records: readonly SessionRecord[], text: string, turn: number): Promise<ReadonlySet<string>> {
  const store = await open(records, text);
  const ids = store.getState().model.events.map(({ id }) => id);
  const annotations = hostileAnnotations(text, ids, records[0]?.at ?? 0);
  const view = await render(<SessionReplay store={store} defaultAnnotations={annotations} author={text} style={{ height: 1300 }} />);
  expect(ids.length).toBeGreaterThan(records.length / 2);
  const kinds = await lookAtList();
  const seen = new Set<string>(kinds);
  for (const tab of TABS) {
    const control = document.querySelector<HTMLElement>(`[data-ph] [role=tab][data-tab="${tab}"]`) ?? [...document.querySelectorAll<HTMLElement>('[data-ph] [role=tab]')].find((each) => each.innerText.toLowerCase().startsWith(tab));
    if (!control) continue;
    control.click();
    await expect.poll(() => document.querySelector(`[data-part=inspector][data-tab=${tab}] ${LATE[tab] ?? ''}`)).not.toBeNull();
    seen.add(tab);
    await settled();
    for (const id of ids.filter((_, at) => (at + turn + day) % (tab === FOLLOWING[turn % FOLLOWING.length] ? STRIDE : OTHER_STRIDE) === 0)) {
      store.select(id);
      store.highlight(id);
      await drawn();
    }
    unfold();
    await settled();
  }
  store.setQuery('hostile');
  await settled();
  store.setQuery('');
  const root = document.querySelector<HTMLElement>('[data-ph] [tabindex="-1"], [data-ph]');
  for (const key of ['?', 'Escape', '/', 'Escape']) {
    root?.focus();
    root?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await settled();
  }
  await view.unmount();
  store.close();
  return seen;
}

describe('what a recording cannot do to the page that shows it', () => {
  test('the schemas are walked to their last text field', () => {
    const fields = Object.entries(eventSchemas).flatMap(([type, schema]) => textFields(schema).map((path) => `${type}.${path}`));
    expect(fields.length).toBeGreaterThan(250);
    for (const known of ['file_diff.hunks[].lines[]', 'test_result.cases[].message', 'session_start.task.url', 'session_start.git.remote', 'task_list.tasks[].title', 'terminal_output.text.preview', 'mcp_call.input.*']) expect(fields).toContain(known);
    const records = hostileRecords((path) => `«${path}»`, 0);
    const texts = new Set(records.flatMap(({ data }) => textsOf(data)));
    expect(texts).toContain('+«file_diff.hunks[].lines[]»');
  });

  const texts = Object.entries(TEXTS).map(([name, text], index) => ({ name, text, index }));
  test.each([...texts.slice(0, 2), ...someOf(texts.slice(2), 2)])('nothing comes of $name in every field of every event', async ({ text, index }) => {
    const drawn = await lookThrough(hostileRecords(() => text, index), text, index);
    expect(tripwires.noticed()).toEqual([]);
    expect([...drawn]).toEqual(expect.arrayContaining([...KINDS, ...TABS]));
  }, 300_000);

  test.each(someOf(texts.slice(0, 3), 1))('nothing comes of $name even where few words are known', async ({ text, index }) => {
    await lookThrough(hostileRecords(() => text, index, true), text, index);
    expect(tripwires.noticed()).toEqual([]);
  }, 300_000);

  test('nothing comes of a session whose content was removed', async () => {
    for (const text of [...Object.values(TEXTS).slice(0, 3), ...ADDRESSES]) await lookThrough(droppedRecords(text), text, 0);
    expect(tripwires.noticed()).toEqual([]);
  }, 300_000);

  // Every field gets three addresses of twelve, and in the next session the next three.
  test.each(someOf([0, 1, 2, 3], 2))('nothing comes of addresses in every field of every event, part %i of 4', async (part) => {
    let fields = 0;
    const address = (): string => ADDRESSES[(part * 3 + (fields++ % 3)) % ADDRESSES.length] ?? '';
    await lookThrough(hostileRecords(address, part + 1), address(), part);
    expect(tripwires.noticed()).toEqual([]);
  }, 300_000);

  test('nothing comes of what output asks of a terminal, on the screen that shows it', async () => {
    const line = (n: number, type: string, data: SessionRecord['data']): SessionRecord => ({ $r: 1, id: `r${n}`, p: 'p', e: 0, n, at: n * 1_000_000, type, via: 'sdk', call: 'c', data });
    const links = SEQUENCES.filter((sequence) => sequence.includes('click')); // once more, where nothing wipes them away
    const closed = '\u0018\u001b\\\u001b[0m\r\n'; // ends whatever is open
    const store = await open([line(0, 'terminal_command', { command: 'x', tool: 'Bash' }), line(1, 'terminal_output', { text: [...SEQUENCES.map((sequence) => `${sequence}${closed}\u001b[?1049l`), '\u001bc', ...links, 'the end'].join(closed) }), line(2, 'tool_result', { status: 'ok' })], '');
    const view = await render(<SessionReplay store={store} defaultTab="terminal" style={{ height: 1300 }} />);
    store.select('r1');
    await expect.poll(() => document.querySelector('[data-ph] .xterm-rows')?.textContent).toContain('the end');
    const rows = [...document.querySelectorAll<HTMLElement>('[data-ph] .xterm-rows > div')].filter((row) => row.textContent?.startsWith('click'));
    expect(rows.length).toBeGreaterThanOrEqual(links.length);
    for (const row of rows) {
      await userEvent.click(row, { position: { x: 12, y: 8 }, force: true }); // what is clicked lies over the rows
      expect(document.querySelector('[data-ph] .xterm-cursor-pointer')).toBeNull();
      expect(row.querySelector('[class*=xterm-underline]')).toBeNull();
    }
    expect(tripwires.noticed()).toEqual([]);
    await view.unmount();
    store.close();
  }, 60_000);

  test('nothing comes of ten thousand random escape sequences in a terminal', async () => {
    const output = (n: number, data: SessionRecord['data'], type = 'terminal_output'): SessionRecord => ({ $r: 1, id: `r${n}`, p: 'p', e: 0, n, at: n * 1_000_000, type, via: 'sdk', call: 'c', data });
    const chunks = Array.from({ length: 20 }, (_, seed) => escapeSequences(500, seed + 1));
    await lookThrough([
      output(0, { command: chunks[0] ?? '', tool: 'Bash' }, 'terminal_command'),
      ...chunks.map((text, n) => output(n + 1, { text })),
      output(chunks.length + 1, { status: 'ok' }, 'tool_result'),
    ], escapeSequences(20, 1), 0);
    expect(tripwires.noticed()).toEqual([]);
  }, 180_000);

  test('commands and diffs show characters that turn or hide text', async () => {
    const turned = 'rm \u202Egnp.exe\u202C \u2066x\u2069 a\u200Bb';
    const line = (n: number, type: string, data: SessionRecord['data']): SessionRecord => ({ $r: 1, id: `r${n}`, p: 'p', e: 0, n, at: n * 1_000_000, type, via: 'sdk', call: 'c', data });
    const store = await open([
      line(0, 'terminal_command', { command: turned, tool: 'Bash' }),
      line(1, 'file_diff', { path: turned, change: 'modified', hunks: [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: [`-${turned}`, `+${turned}!`] }] }),
      line(2, 'tool_result', { status: 'ok' }),
    ], '');
    await render(<SessionReplay store={store} defaultTab="diff" />);
    store.select('r2');
    await expect.poll(() => document.querySelector('[data-part=diff]')?.textContent).toContain('U+202E');
    await settled();
    const shown = [...document.querySelectorAll('[data-ph] *')].filter((element) => element.children.length === 0 && !element.closest('[aria-live]')).map((element) => element.textContent);
    expect(shown.filter((text) => /[\u202A-\u202E\u2066-\u2069\u200B]/.test(text))).toEqual([]);
    expect(shown.join('')).toContain('U+202E');
    store.close();
  });

  test.each(['texts', 'addresses'])('nothing comes of hostile %s as names of what sessions used, and of projects, agents and versions', async (kind) => {
    for (const text of kind === 'texts' ? Object.values(TEXTS) : ADDRESSES) {
      const name = (own: string): string => `${text}${own}`;
      const noted = { statistics: statisticsDocument(100, { name, loops: true }), filters: { project: text, agent: text, tag: text, task: text, harness: text }, choices: { projects: [text], agents: [text], tags: [text] }, onFiltersChange: () => undefined };
      const view = await render(<SessionStats {...noted} />);
      await settled();
      await view.rerender(<SessionCatalog {...noted} catalog={catalogDocument({ name })} onKindChange={() => undefined} hrefOf={() => '#'} />);
      await settled();
      await view.rerender(<SessionCatalog {...noted} catalog={catalogDocument({ name })} entry={{ kind: 'skill', name: name('review') }} comparison={comparisonDocument('regression', name)} onVersionsChange={() => undefined} hrefOf={() => '#'} sessionHref={() => '#'} />);
      await settled();
      expect(document.querySelectorAll('[data-part=session-catalog] [data-verdict=worse]').length).toBeGreaterThan(0);
      const shown = [...document.querySelectorAll('[data-ph] *')].filter((element) => element.children.length === 0).map((element) => element.textContent).join('');
      expect(shown).not.toMatch(/[\u202A-\u202E\u2066-\u2069\u200B]/);
      await view.unmount();
    }
    expect(tripwires.noticed()).toEqual([]);
  });

  const { SessionList } = parts as unknown as { SessionList?: (props: { sessions: readonly SessionInfo[] }) => ReactElement }; // absent before the list exists
  test.skipIf(!SessionList).each(['texts', 'addresses'])('nothing comes of hostile %s in a list of sessions', async (kind) => {
    if (!SessionList) return;
    const texts = kind === 'texts' ? Object.values(TEXTS) : ADDRESSES;
    const sessions = texts.flatMap((text, index) => [0, 1].map((choice): SessionInfo => {
      const folded = hostileRecords(() => text, index + choice).reduce(foldSessionInfo, emptySessionInfo(`${index}-${choice}`));
      // The walk fills every field of the header as its schema wants it.
      return { ...folded, ...(fill(sessionHeaderSchema, { choice: index, text: () => text }) as unknown as Partial<SessionInfo>), sessionId: `${text.slice(0, 1000)}#${index}-${choice}` };
    }));
    const view = await render(<div style={{ height: 1300 }}><SessionList sessions={sessions} /></div>);
    await settled();
    unfold();
    await settled();
    expect(document.body.textContent).toContain(kind === 'texts' ? '<script>' : HOST);
    await view.unmount();
    expect(tripwires.noticed()).toEqual([]);
  });
});

describe('the tripwires bite', () => {
  const bad: readonly (readonly [name: string, html: string, seen: RegExp])[] = [
    ['script in an attribute', '<img onerror="window.__hostile(1)">', /sets onerror on <img>/],
    ['an image of another host', `<img src="https://${HOST}/x.png">`, /sets src of <img>/],
    ['a link that runs script', '<a href="javascript:window.__hostile(1)">x</a>', /links to javascript:/],
    ['a link that hands over the window', '<a href="https://example.org" target="_blank">x</a>', /without rel=noopener/],
    ['a frame', '<iframe srcdoc="x"></iframe>', /makes <iframe>/],
    ['a style that loads', `<p style="background:url(https://${HOST}/x)">x</p>`, /sets a style that loads/],
    ['a drawing with script', '<svg><foreignObject onload="x"></foreignObject></svg>', /makes <foreignObject>|makes <foreignobject>/],
  ];
  test.each(bad)('on %s', async (_, html, seen) => {
    const place = document.createElement('div');
    document.body.append(place);
    place.insertAdjacentHTML('beforeend', html);
    await settled();
    place.remove();
    expect(tripwires.noticed().join('\n')).toMatch(seen);
  });

  test('on calls that reach out', async () => {
    document.title = 'hostile';
    void navigator.clipboard.writeText('x');
    document.execCommand('copy');
    window.open('https://example.org');
    void Promise.resolve(fetch(`https://${HOST}/`)).catch(() => undefined);
    navigator.sendBeacon('/hostile-probe');
    const noticed = tripwires.noticed().join('\n');
    document.title = '';
    for (const each of ['title', 'writeText', 'execCommand', 'open(', 'fetch(', 'sendBeacon']) expect(noticed).toContain(each);
    await userEvent.keyboard('{Escape}');
  });
});

import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIdSource, encodeRecord, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { createReplay, openSession, SESSION_INDEX_VERSION, storageSource } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { faultyStorage } from '@playhead/storage-adapters/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { checkLongLogs } from '../../replay-core/src/test-support/arbitrary-log.ts';
import { dropSession, readDocument, readTurnDocument } from '../src/index.ts';
import { get, handlerFor } from './support.ts';

const nextId = createIdSource();
const open: SessionStorage[] = [];
const directories: string[] = [];
const fs = (dir = mkdtempSync(join(tmpdir(), 'playhead-index-'))): { storage: SessionStorage; dir: string } => {
  const storage = fsStorage({ dir });
  open.push(storage);
  directories.push(dir);
  return { storage, dir };
};
afterEach(async () => {
  for (const storage of open.splice(0)) await storage.close();
  for (const dir of directories.splice(0)) rmSync(dir, { recursive: true, force: true });
});

async function session(storage: SessionStorage, records: readonly SessionRecord[] = []): Promise<string> {
  const { sessionId } = await storage.create({ sessionId: nextId(), name: 'Fix', harness: 'test', agentName: 'agent', workspaceName: 'workspace' });
  await storage.append(sessionId, records.map(encodeRecord));
  return sessionId;
}

/** So many turns of a prompt, a command with output of so many characters, and an end. */
function turns(count: number, options: { from?: number; length?: number } = {}): SessionRecord[] {
  const { from = 0, length = 10 } = options;
  return Array.from({ length: count }, (_, index) => {
    const turn = from + index;
    const record = (part: number, type: string, data: SessionRecord['data'], call?: string): SessionRecord => ({
      $r: 1, id: nextId(), p: 'p', e: 0, n: turn * 5 + part, at: 1_763_690_000_000_000 + turn * 1000 + part, type, via: 'sdk', ...(call !== undefined && { call }), data,
    });
    return [
      record(0, 'prompt', { text: `Prompt ${turn + 1}`, origin: 'human' }),
      record(1, 'terminal_command', { command: `make ${turn + 1}` }, `c${turn}`),
      record(2, 'terminal_output', { text: 'x'.repeat(length) }, `c${turn}`),
      record(3, 'tool_result', { status: turn % 5 === 4 ? 'failed' : 'ok', text: `Made ${turn + 1}` }, `c${turn}`),
      record(4, 'turn_end', { text: `Done ${turn + 1}` }),
    ];
  }).flat();
}

const stored = (storage: SessionStorage, id: string): Promise<Uint8Array | undefined> => storage.derived.get(id, 'index', SESSION_INDEX_VERSION);
const indexFile = (dir: string, id: string): string => join(dir, 'derived', id, `index.${SESSION_INDEX_VERSION}`);
const logFile = (dir: string, id: string): string => join(dir, 'sessions', readdirSync(join(dir, 'sessions')).find((name) => name.endsWith(`${id}.jsonl`)) ?? '');
const titles = (opened: { turns: readonly { title?: string }[] }): (string | undefined)[] => opened.turns.map(({ title }) => title);
const prompts = (count: number): string[] => Array.from({ length: count }, (_, index) => `Prompt ${index + 1}`);

describe.each([['memory', () => memoryStorage()], ['fs', () => fs().storage]] as const)('in %s storage', (_, create) => {
  test('a turn that is read by the index is the turn of the whole document, whatever the log', async () => {
    await checkLongLogs(async (records) => {
      const storage = create();
      const id = await session(storage, records);
      const whole = await readDocument(storage, id);
      const opened = await openSession(storage, id);
      expect(opened.turns.map((turn) => turn.id)).toEqual(whole.turns.map((turn) => turn.id));
      for (const [place, turn] of whole.turns.entries()) {
        const part = await readTurnDocument(storage, opened, place + 1);
        expect(part.turns).toEqual([turn]);
        expect(part.part).toEqual({ turn: place + 1, of: whole.turns.length });
        expect(part.session).toEqual(whole.session);
      }
      await storage.close();
    }, 25);
  });

  test('a session that is opened behind everybody goes on only when it may', async () => {
    const storage = create();
    const id = await session(storage, turns(80, { length: 10_000 }));
    let go = (): void => undefined;
    const may = new Promise<void>((resolve) => { go = resolve; });
    const pause = vi.fn(() => may);
    const opening = openSession(storage, id, { pause });
    await vi.waitFor(() => expect(pause).toHaveBeenCalledOnce());
    expect(await storage.derived.get(id, 'index', SESSION_INDEX_VERSION)).toBeUndefined();
    go();
    expect((await opening).turns).toHaveLength(80);
  });

  test('an index that is stored goes on where it ended, and is the one that the whole log makes', async () => {
    const storage = create();
    const id = await session(storage, turns(100));
    await openSession(storage, id);
    const first = await stored(storage, id);
    await storage.append(id, turns(60, { from: 100 }).map(encodeRecord));
    const progress: number[] = [];
    const grown = await openSession(storage, id, { onProgress: (bytes) => progress.push(bytes) });
    expect(titles(grown)).toEqual(prompts(160));
    const bytes = turns(160).reduce((sum, record) => sum + encodeRecord(record).length + 1, 0);
    expect(progress.at(-1)).toBeLessThan(bytes / 2);
    expect((await stored(storage, id))?.length).toBeGreaterThan(first?.length ?? Infinity);
    await storage.derived.put(id, 'index', SESSION_INDEX_VERSION, new Uint8Array());
    const anew = await openSession(storage, id);
    expect(Buffer.from(await anew.index.encode()).equals(Buffer.from(await grown.index.encode()))).toBe(true);
  });

  test('a session that is recorded is taken in as it grows, and copies of what is there change nothing', async () => {
    const storage = create();
    const id = await session(storage, turns(70));
    const opened = await openSession(storage, id);
    for (let from = 70; from < 100; from += 10) {
      await storage.append(id, turns(20, { from: from - 10 }).map(encodeRecord));
      await opened.update();
      expect(titles(opened)).toEqual(prompts(from + 10));
    }
    await storage.append(id, [...turns(30), ...turns(5, { from: 100 })].map(encodeRecord));
    await opened.update();
    expect((await opened.readTurn(105)).turns[0]?.response).toBe('Done 105');
    expect(titles(opened)).toEqual(prompts(105));
    expect(opened.session.events).toBe(525);
    expect((await opened.readTurn(95)).turns[0]?.steps[0]).toMatchObject({ title: 'make 95', status: 'failed', output: 'Made 95' });
  });

  test('garbage, an index of another version and one of another session are made anew', async () => {
    const storage = create();
    const [id, other] = [await session(storage, turns(80)), await session(storage, turns(90))];
    await openSession(storage, other);
    const foreign = (await stored(storage, other)) ?? new Uint8Array();
    for (const bytes of [new Uint8Array([1, 2, 3]), new TextEncoder().encode('{"version":1}'), foreign]) {
      await storage.derived.put(id, 'index', SESSION_INDEX_VERSION, bytes);
      expect(titles(await openSession(storage, id))).toEqual(prompts(80));
      expect(Buffer.from((await stored(storage, id)) ?? []).equals(Buffer.from(bytes))).toBe(false);
    }
  });

  test('a session opens also where an index can be neither read nor stored', async () => {
    const storage = faultyStorage(create(), { faults: [{ on: ['derived.get', 'derived.put'], does: 'fail' }] });
    const id = await session(storage, turns(80));
    const opened = await openSession(storage, id);
    expect(titles(opened)).toEqual(prompts(80));
    expect((await opened.readTurn(80)).turns[0]?.response).toBe('Done 80');
  });

  test('a turn that is not there is refused with how many there are', async () => {
    const storage = create();
    const opened = await openSession(storage, await session(storage, turns(3)));
    for (const number of [0, 4, -1, 1.5]) await expect(opened.readTurn(number)).rejects.toMatchObject({ code: 'not_found', message: expect.stringContaining('3 turns') });
    await expect(openSession(storage, nextId())).rejects.toMatchObject({ code: 'session_not_found' });
  });

  test('a session that is made private or rewritten leaves no index, and is read as it is then', async () => {
    const storage = create();
    const [dropped, rewritten] = [await session(storage, turns(80)), await session(storage, turns(80))];
    const opened = await Promise.all([openSession(storage, dropped), openSession(storage, rewritten)]);
    await dropSession(storage, dropped);
    await storage.rewrite(rewritten, ({ record, line }) => (record.type === 'prompt' ? line.replace('Prompt', 'Hidden wish') : undefined));
    expect([await stored(storage, dropped), await stored(storage, rewritten)]).toEqual([undefined, undefined]);
    await Promise.all(opened.map((one) => one.update()));
    expect([opened[0].turns, opened[0].session.dropped?.reason]).toEqual([[], 'private']);
    expect(titles(opened[1])).toEqual(prompts(80).map((title) => title.replace('Prompt', 'Hidden wish')));
    expect(titles(await openSession(storage, rewritten))).toEqual(titles(opened[1]));
    expect([(await openSession(storage, dropped)).turns, await stored(storage, dropped)]).toEqual([[], undefined]);
  });

  test('a rewrite while the index is stored leaves no index of the old text', async () => {
    const storage = create();
    const id = await session(storage, turns(80));
    const { derived } = storage;
    const rewriting: SessionStorage = {
      ...storage,
      derived: {
        get: (...read) => derived.get(...read),
        async put(...write) {
          await storage.rewrite(id, ({ record, line }) => (record.type === 'prompt' ? line.replace('Prompt', 'Hidden wish') : undefined));
          await derived.put(...write);
        },
      },
    };
    await openSession(rewriting, id);
    expect((await stored(storage, id))?.length ?? 0).toBe(0);
    expect((await openSession(storage, id)).turns[0]?.title).toBe('Hidden wish 1');
  });

  test('a replay keeps the index of a long log that it reads', async () => {
    const storage = create();
    const id = await session(storage, turns(100, { length: 20_000 }));
    const replay = createReplay(storageSource(storage, id));
    await vi.waitFor(async () => { expect(await stored(storage, id)).toBeDefined(); }, 10_000);
    replay.close();
    expect(titles(await openSession(storage, id))).toEqual(prompts(100));
  });

  test('a server keeps the index of a log that someone follows, and gives it out', async () => {
    const storage = create();
    const handler = handlerFor({ storage });
    const id = await session(storage, turns(100, { length: 20_000 }));
    const live = await get(handler, `/api/v1/sessions/${id}/records`, { accept: 'text/event-stream' });
    const reader = live.body?.getReader();
    for (let text = ''; !text.includes('event: up-to-date');) text = new TextDecoder().decode((await reader?.read())?.value);
    await vi.waitFor(async () => { expect(await stored(storage, id)).toBeDefined(); }, 10_000);
    await reader?.cancel();
    const index: unknown = await (await get(handler, `/api/v1/sessions/${id}/index?turn=5`)).json();
    expect(index).toMatchObject({
      schemaVersion: SESSION_INDEX_VERSION, records: 500, session: { events: 500 }, steps: [{ id: 'c4', kind: 'command', title: 'make 5', status: 'failed' }],
      turns: expect.arrayContaining([expect.objectContaining({ number: 5, title: 'Prompt 5', failed: 1 })]), chunks: expect.arrayContaining([expect.objectContaining({ from: '', severity: 'error' })]),
    });
    const turn: unknown = await (await get(handler, `/api/v1/sessions/${id}/document?turn=5`)).json();
    expect(turn).toMatchObject({ part: { turn: 5, of: 100 }, turns: [{ prompt: { text: 'Prompt 5' }, response: 'Done 5' }] });
    const answers = await Promise.all(['index?turn=101', 'index?turn=x', 'document?turn=0', 'document?turn=101'].map((path) => get(handler, `/api/v1/sessions/${id}/${path}`)));
    expect(answers.map(({ status }) => status)).toEqual([404, 400, 400, 404]);
    expect((await get(handler, `/api/v1/sessions/${nextId()}/index`)).status).toBe(404);
    await handler.close();
  });
});

describe('where files are changed by hand', () => {
  test('a log that was cut, replaced or changed in length has another index', async () => {
    const { storage, dir } = fs();
    const id = await session(storage, turns(100));
    await openSession(storage, id);
    const log = logFile(dir, id);
    const lines = readFileSync(log, 'utf8').split('\n');
    writeFileSync(log, `${lines.slice(0, 400).join('\n')}\n`);
    expect(titles(await openSession(storage, id))).toEqual(prompts(80));
    writeFileSync(log, lines.join('\n').replace('Prompt 1"', 'Prompt 0, which is longer"'));
    expect((await openSession(storage, id)).turns[0]?.title).toBe('Prompt 0, which is longer');
    const [changed, before] = [readFileSync(log, 'utf8').replace('is longer', 'is LONGER'), statSync(log).size];
    writeFileSync(log, changed);
    expect([(await openSession(storage, id)).turns[0]?.title, statSync(log).size]).toEqual(['Prompt 0, which is LONGER', before]);
    renameSync(logFile(dir, await session(storage, turns(120, { from: 7 }))), log);
    expect((await openSession(storage, id)).turns[0]?.title).toBe('Prompt 8');
  });

  test('a log that another file was put before is read anew', async () => {
    const { storage, dir } = fs();
    const id = await session(storage, turns(100, { from: 50 }));
    await openSession(storage, id);
    writeFileSync(join(dir, 'sessions', `00_${id}.jsonl`), turns(50).map((record) => `${encodeRecord(record)}\n`).join(''));
    const opened = await openSession(storage, id);
    expect(titles(opened)).toEqual(prompts(150));
    expect((await opened.readTurn(120)).turns[0]?.response).toBe('Done 120');
    expect((await opened.readTurn(3)).turns[0]?.response).toBe('Done 3');
  });

  test('a rewrite that breaks off while it puts the new log in place leaves nothing that was derived from the old text', async () => {
    const { storage, dir } = fs();
    const id = await session(storage, turns(80));
    await storage.annotate(id, { id: nextId(), at: 1, author: 'Ada', type: 'note', data: {} });
    await openSession(storage, id);
    const second = join(dir, 'sessions', `rewriting-${statSync(logFile(dir, id)).ino}_${id}.jsonl`);
    const rewriting = storage.rewrite(id, () => undefined, {
      annotation(note) {
        writeFileSync(second, ''); // another process is at it
        return note;
      },
    });
    await expect(rewriting).rejects.toMatchObject({ code: 'storage_unavailable' });
    rmSync(second);
    expect(await stored(storage, id)).toBe(undefined);
    expect(titles(await openSession(storage, id))).toEqual(prompts(80));
  });

  test('a folder that was copied opens by the index that came with it', async () => {
    const { storage, dir } = fs();
    const id = await session(storage, turns(100));
    await openSession(storage, id);
    const copy = fs();
    cpSync(dir, copy.dir, { recursive: true });
    const before = statSync(indexFile(copy.dir, id)).mtimeMs;
    const progress: number[] = [];
    expect(titles(await openSession(copy.storage, id, { onProgress: (bytes) => progress.push(bytes) }))).toEqual(prompts(100));
    expect([progress, statSync(indexFile(copy.dir, id)).mtimeMs]).toEqual([[], before]);
  });

  test('damage in the log and an unfinished end change nothing of what is found', async () => {
    const { storage, dir } = fs();
    const id = await session(storage, turns(60));
    const log = logFile(dir, id);
    const [first = '', second = '', ...rest] = turns(60, { from: 60 }).map(encodeRecord);
    appendFileSync(log, `{"$r":1,"id":"torn\nplain\n\0\0\0\n${first}${second}\n${rest.join('\n')}\n{"$r":1,"id":"unfin`);
    await openSession(storage, id);
    const opened = await openSession(storage, id);
    expect(titles(opened)).toEqual(prompts(120));
    for (const number of [60, 61, 120]) expect((await opened.readTurn(number)).turns[0]?.response).toBe(`Done ${number}`);
    truncateSync(log, statSync(log).size - 21);
    const { size } = statSync(log);
    appendFileSync(log, `${'no record '.repeat(1000)}\n`);
    await openSession(storage, id);
    truncateSync(log, size);
    await storage.append(id, turns(60, { from: 120 }).map(encodeRecord));
    expect(titles(await openSession(storage, id))).toEqual(prompts(180));
  });

  test('a log that changes between the index and the turn is read anew', async () => {
    const { storage, dir } = fs();
    const id = await session(storage, turns(100));
    const opened = await openSession(storage, id);
    const log = logFile(dir, id);
    writeFileSync(log, readFileSync(log, 'utf8').replace('Prompt 1"', 'Prompt 0, which is longer"'));
    expect((await opened.readTurn(90)).turns[0]?.response).toBe('Done 90');
    expect(opened.turns[0]?.title).toBe('Prompt 0, which is longer');
  });
});

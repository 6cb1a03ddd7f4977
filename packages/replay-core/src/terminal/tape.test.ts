import { encodeRecord, LOG_END, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import type { ReplaySource } from '../source/source.ts';
import { storageSource } from '../source/storage-source.ts';
import { stateOf, writeNow } from './emulator-state.ts';
import { keepKeyframes } from './keep-keyframes.ts';
import { encodeTapes, KEYFRAMES, KEYFRAMES_VERSION } from './keyframes-file.ts';
import { openTerminalTrack } from './open-terminal-track.ts';
import { readScreen } from './test-support/read-screen.ts';
import type { TerminalScreen } from './types.ts';

const SESSION = '0199f1a0-0000-7000-8000-000000000002';
const START = 1_763_700_000_000_000;
const ESC = '\u001b';
const emulator = (): Promise<typeof Terminal> => Promise.resolve(Terminal);

type Piece = { readonly at: number; readonly text: string } | { readonly at: number; readonly columns: number; readonly rows: number };

/** Two and a half megabytes: a coloured log, a program with a screen of its own, changes of the size, and pieces that end inside of sequences. */
function longOutput(): Piece[] {
  const pieces: Piece[] = [];
  let at = START;
  const print = (text: string): void => void pieces.push({ at: (at += 3_000 + (pieces.length % 7) * 11_000), text });
  for (let index = 0; index < 460; index += 1) {
    if (index === 150) print(`${ESC}[?1049h${ESC}[2J`);
    if (index === 260) print(`${ESC}[?1049l`);
    if (index % 90 === 45) pieces.push({ at: (at += 2_000_000), columns: 80 + (index % 40), rows: 24 + (index % 9) });
    const fullScreen = index >= 150 && index < 260;
    const lines = Array.from({ length: 60 }, (_, line) => (fullScreen
      ? `${ESC}[${String(1 + ((index + line) % 24))};${String(1 + (line % 30))}H${ESC}[4${String(line % 8)}mframe ${String(index)} か${ESC}[0m`
      : `${ESC}[38;5;${String((index + line) % 256)}mline ${String(index)}.${String(line)}${ESC}[0m ${'text '.repeat(12 + (line % 9))}\r\n`)).join('');
    // Half of them are cut where no recorder would cut them.
    const cut = index % 2 === 0 ? lines.length - 37 - (index % 11) : lines.length;
    print(lines.slice(0, cut));
    if (cut < lines.length) print(lines.slice(cut));
  }
  return pieces;
}

async function storageWith(pieces: readonly Piece[], { over = true }: { readonly over?: boolean } = {}): Promise<{ storage: SessionStorage; append: (piece: Piece) => Promise<void> }> {
  const storage = memoryStorage();
  await storage.create({ sessionId: SESSION, name: 'x', harness: 'pty', agentName: 'x', workspaceName: 'x' });
  let n = 0;
  const record = (type: string, at: number, data: SessionRecord['data']): string => encodeRecord({ $r: 1, id: `r${String(n)}`, p: 'pty', e: 0, n: n++, at, type, via: 'pty', call: 'pty-1', data });
  const lineOf = (piece: Piece): string => ('text' in piece ? record('terminal_output', piece.at, { stream: 'pty', text: piece.text }) : record('terminal_resize', piece.at, { columns: piece.columns, rows: piece.rows }));
  const end = pieces.at(-1)?.at ?? START;
  await storage.append(SESSION, [
    record('terminal_command', START, { command: 'x', pty: { columns: 80, rows: 24 } }), ...pieces.map(lineOf),
    ...(over ? [record('terminal_output', end + 1000, { stream: 'pty', text: '', exitCode: 0 })] : []),
  ]);
  return { storage, append: (piece) => storage.append(SESSION, [lineOf(piece)]) };
}

/** All but the row of a saved cursor: the emulator moves it with what scrolls, until it holds all the rows it may. */
function inSight(terminal: Terminal): string[] {
  return readScreen(terminal).map((line) => line.replace(/^(\w+ saved \d+) \d+/, '$1'));
}

/** What a fresh emulator shows that was fed everything up to a moment. */
function fromZero(pieces: readonly Piece[], at: number): string[] {
  const terminal = new Terminal({ cols: 80, rows: 24, scrollback: 1000, allowProposedApi: true });
  for (const piece of pieces) {
    if (piece.at > at) break;
    if ('text' in piece) writeNow(stateOf(terminal), piece.text);
    else terminal.resize(piece.columns, piece.rows);
  }
  return inSight(terminal);
}

function shown({ writes }: TerminalScreen): string[] {
  const terminal = new Terminal({ allowProposedApi: true });
  for (const { columns, rows, data } of writes) {
    terminal.resize(columns, rows);
    writeNow(stateOf(terminal), data);
  }
  return inSight(terminal);
}

const pieces = longOutput();
const whole = storageWith(pieces);

test('the screen of any moment is that of an emulator fed from the beginning, and is made of little', async () => {
  const { storage } = await whole;
  expect(await keepKeyframes(storage, SESSION, { emulator })).toBe(true);
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  const end = pieces.at(-1)?.at ?? 0;
  const moments = [START, end, ...fc.sample(fc.integer({ min: START, max: end }), { numRuns: 25, seed: 7 })];
  for (const at of moments) {
    const screen = await track.screenAt(at);
    expect(shown(screen), `at ${String(at - START)}`).toEqual(fromZero(pieces, at));
    expect(screen.writes.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThan(320 * 1024);
  }
});

test('what scrolled out of sight is there where it is asked for', async () => {
  const { storage } = await whole;
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  const { writes } = await track.screenAt(track.endedAt, { scrollback: true });
  const terminal = new Terminal({ allowProposedApi: true, scrollback: 1000 });
  for (const { columns, rows, data } of writes) {
    terminal.resize(columns, rows);
    writeNow(stateOf(terminal), data);
  }
  expect(terminal.buffer.normal.length).toBeGreaterThan(900);
});

test('what is kept is a small part of the output, and is taken again', async () => {
  const { storage } = await whole;
  const bytes = await storage.derived.get(SESSION, KEYFRAMES, KEYFRAMES_VERSION);
  expect(bytes?.length).toBeLessThan(pieces.reduce((sum, piece) => sum + ('text' in piece ? piece.text.length : 0), 0) / 10);
  expect(await keepKeyframes(storage, SESSION, { emulator })).toBe(false);
});

test('of a session without a terminal nothing is kept', async () => {
  const storage = memoryStorage();
  await storage.create({ sessionId: SESSION, name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' });
  await storage.append(SESSION, [encodeRecord({ $r: 1, id: 'r0', p: 'x', e: 0, n: 0, at: START, type: 'terminal_command', via: 'hook', call: 'c', data: { command: 'npm test' } })]);
  expect(await keepKeyframes(storage, SESSION, { emulator })).toBe(false);
  expect(await storage.derived.get(SESSION, KEYFRAMES, KEYFRAMES_VERSION)).toBe(undefined);
});

test('the pieces between two moments come in order, each once', async () => {
  const { storage } = await whole;
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  const found: string[] = [];
  for await (const some of track.pieces(START - 1, track.endedAt)) for (const piece of some) if (piece.kind === 'output') found.push(String(piece.data));
  expect(found.join('')).toBe(pieces.map((piece) => ('text' in piece ? piece.text : '')).join(''));
  expect(track.heat(50).reduce((sum, value) => sum + value, 0)).toBeCloseTo(track.bytes, 0);
});

test('a line is found when it first appeared', async () => {
  const { storage } = await whole;
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  const hits: { at: number; line: string }[] = [];
  for await (const { hits: some } of track.search('LINE 300.17 ')) hits.push(...some);
  expect(hits.map(({ line }) => line.slice(0, 11))).toEqual(['line 300.17']);
  const printed = pieces.find((piece) => 'text' in piece && piece.text.includes('line 300.17'))?.at ?? 0;
  expect(Math.abs((hits[0]?.at ?? 0) - printed)).toBeLessThan(600_000);
});

test('keyframes go on where they ended when the terminal goes on', async () => {
  const half = Math.floor(pieces.length / 2);
  const { storage, append } = await storageWith(pieces.slice(0, half), { over: false });
  await keepKeyframes(storage, SESSION, { emulator });
  for (const piece of pieces.slice(half)) await append(piece);
  await keepKeyframes(storage, SESSION, { emulator });
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  for (const at of [0.3, 0.55, 0.8, 1].map((part) => Math.round(START + part * ((pieces.at(-1)?.at ?? 0) - START)))) {
    expect(shown(await track.screenAt(at))).toEqual(fromZero(pieces, at));
  }
});

test('what comes while somebody looks is heard of and shown', async () => {
  const { storage, append } = await storageWith([{ at: START + 1000, text: 'one\r\n' }], { over: false });
  const replay = createReplay(storageSource(storage, SESSION));
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const track = await replay.terminal('pty-1', emulator);
  const heard = vi.fn();
  track.subscribe(heard);
  await append({ at: START + 2000, text: 'two\r\n' });
  await vi.waitFor(() => expect(track.endedAt).toBe(START + 2000));
  expect(heard).toHaveBeenCalled();
  expect(shown(await track.screenAt(track.endedAt))).toEqual(fromZero([{ at: 0, text: 'one\r\ntwo\r\n' }], 1));
  replay.close();
});

test('whoever follows a terminal asks once for what is kept of it, however long it goes on', async () => {
  const { storage, append } = await storageWith([{ at: START + 1000, text: 'one\r\n' }], { over: false });
  const source = storageSource(storage, SESSION);
  let asked = 0;
  const replay = createReplay({ ...source, derived: async (...which) => ((asked += 1), source.derived?.(...which)) });
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const track = await replay.terminal('pty-1', emulator);
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    for (const second of [2, 3, 4]) {
      vi.advanceTimersByTime(60_000);
      await append({ at: START + second * 1000, text: `${String(second)}\r\n` });
      await vi.waitFor(() => expect(track.endedAt).toBe(START + second * 1000));
    }
  } finally {
    vi.useRealTimers();
  }
  expect(asked).toBe(1);
  replay.close();
});

test('whoever opens a long terminal before its screens were kept takes them as soon as they are, and reads no further', async () => {
  const { storage } = await whole;
  const source = storageSource(storage, SESSION, { live: false });
  let [asked, given] = [0, 0];
  const slow: ReplaySource = {
    ...source,
    derived: async (...which) => (asked++ === 0 ? undefined : source.derived?.(...which)),
    async *read(range) {
      for await (const part of source.read?.(range) ?? []) {
        for (const one of range.to === undefined ? part.records : []) {
          given += 1;
          yield { records: [one], next: one.cursor };
          await new Promise((resolve) => setTimeout(resolve, 15)); // as by a slow network
        }
        if (range.to !== undefined) yield part;
      }
    },
  };
  const replay = createReplay(slow);
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const track = await replay.terminal('pty-1', emulator);
  const early = pieces[3]?.at ?? 0;
  expect(shown(await track.screenAt(early))).toEqual(fromZero(pieces, early));
  expect(shown(await track.screenAt(track.endedAt))).toEqual(fromZero(pieces, Infinity));
  expect(shown(await track.screenAt(early))).toEqual(fromZero(pieces, early));
  expect(given).toBeLessThan(pieces.length / 2);
  replay.close();
});

test('whoever opens a terminal whose screens are kept reads its end and what is looked at, whatever is told meanwhile', async () => {
  const { storage, append } = await storageWith(pieces, { over: false });
  await keepKeyframes(storage, SESSION, { emulator });
  const source = storageSource(storage, SESSION);
  let read = 0;
  const replay = createReplay({
    ...source,
    async derived(...which) {
      await append({ at: (pieces.at(-1)?.at ?? 0) + 1000, text: 'news\r\n' }); // while what is kept is on its way
      await vi.waitFor(() => expect(replay.getState().live).toBe(true));
      return source.derived?.(...which);
    },
    async *read(range) {
      for await (const part of source.read?.(range) ?? []) {
        read += part.records.length;
        yield part;
      }
    },
  });
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const track = await replay.terminal('pty-1', emulator);
  const at = (pieces.at(-1)?.at ?? 0) + 1000;
  expect(shown(await track.screenAt(at))).toEqual(fromZero([...pieces, { at, text: 'news\r\n' }], at));
  expect(read).toBeLessThan(40); // two that tell whether it is the log, a block, and what is in none
  replay.close();
});

test('says how much was read of what has to be before a moment can be shown', async () => {
  const { storage } = await storageWith(pieces);
  const source = storageSource(storage, SESSION, { live: false });
  const end = pieces.at(-1)?.at ?? 0;
  const half = Math.round((START + end) / 2);
  let go: () => void = () => undefined;
  const open = new Promise<void>((done) => { go = done; });
  const replay = createReplay({
    ...source,
    async *read(range) {
      for await (const part of source.read?.(range) ?? []) {
        const first = part.records.filter(({ record }) => record.at <= half);
        if (range.to !== undefined || first.length === 0 || first.length === part.records.length) yield part;
        else {
          yield { records: first, next: first.at(-1)?.cursor ?? part.next };
          await open;
          yield { ...part, records: part.records.slice(first.length) };
        }
      }
    },
  });
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const track = await replay.terminal('pty-1', emulator);
  await vi.waitFor(() => expect(track.readShare(track.endedAt)).toBeCloseTo(0.5, 1));
  expect([track.readShare(START + 1), track.readShare(Infinity)]).toEqual([1, track.readShare(track.endedAt)]);
  expect(track.readShare(Math.round(half + (end - half) / 2))).toBeCloseTo(2 / 3, 1);
  go();
  await track.screenAt(track.endedAt);
  expect(track.readShare(track.endedAt)).toBe(1);
  replay.close();
});

test('screens are kept while they are made, so that whoever waits begins with those', async () => {
  const { storage } = await storageWith(pieces);
  const kept: Uint8Array[] = [];
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const read: typeof storage.read = async function* read(...range) {
      for await (const chunk of storage.read(...range)) {
        vi.advanceTimersByTime(2000); // as of a long log
        yield chunk;
      }
    };
    await keepKeyframes({ ...storage, read, derived: { ...storage.derived, put: async (...value) => void kept.push(value[3]) } }, SESSION, { emulator });
  } finally {
    vi.useRealTimers();
  }
  expect(kept.length).toBeGreaterThan(1);
  await storage.derived.put(SESSION, KEYFRAMES, KEYFRAMES_VERSION, kept[0] ?? new Uint8Array());
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  for (const at of [0.1, 0.4, 0.7, 1].map((part) => Math.round(START + part * ((pieces.at(-1)?.at ?? 0) - START)))) expect(shown(await track.screenAt(at))).toEqual(fromZero(pieces, at));
});

test('who has enough keeps the screens that were made until then, and the next one goes on with them', async () => {
  const { storage } = await storageWith(pieces);
  const [all, kept] = [[] as string[], [] as number[]];
  const enough = new AbortController();
  const inParts: SessionStorage = {
    ...storage,
    async *read(id, range) {
      for await (const chunk of storage.read(id, range)) {
        for (const one of range?.to === undefined || range.to === LOG_END ? chunk.records : []) {
          all.push(one.cursor);
          if (all.length === 200) enough.abort();
          yield { ...chunk, records: [one], next: one.cursor };
        }
        if (range?.to !== undefined && range.to !== LOG_END) yield chunk;
      }
    },
  };
  const size = async (): Promise<number> => (await storage.derived.get(SESSION, KEYFRAMES, KEYFRAMES_VERSION))?.length ?? 0;
  for (const stop of [{ enough: enough.signal }, {}]) {
    expect(await keepKeyframes(inParts, SESSION, { emulator, ...stop })).toBe(true);
    kept.push(await size());
  }
  expect(all.length).toBeLessThan(2 * pieces.length - 150); // what was made is not made again
  expect(kept[0]).toBeGreaterThan(1000);
  expect(kept[1]).toBeGreaterThan(kept[0] ?? 0);
  const track = await openTerminalTrack(storage, SESSION, { emulator });
  for (const at of [0.1, 0.3, 0.9].map((part) => Math.round(START + part * ((pieces.at(-1)?.at ?? 0) - START)))) expect(shown(await track.screenAt(at))).toEqual(fromZero(pieces, at));
});

test('screens that an earlier version kept are not taken, but made anew, and take no room any more', async () => {
  const { storage } = await storageWith(pieces.slice(0, 40));
  const blank = await encodeTapes({ tapes: [], cursor: '999999', witnesses: [] });
  const kept = (version: number): Promise<number | undefined> => storage.derived.get(SESSION, KEYFRAMES, version).then((bytes) => bytes?.length);
  const earlier = Array.from({ length: KEYFRAMES_VERSION }, (_, version) => version).filter((version) => version > 0);
  for (const version of earlier) await storage.derived.put(SESSION, KEYFRAMES, version, blank);
  expect(await keepKeyframes(storage, SESSION, { emulator })).toBe(true);
  expect(KEYFRAMES_VERSION).toBeGreaterThan(1); // 1 kept screens whose look was half told
  expect(await Promise.all(earlier.map(kept))).toEqual(earlier.map(() => 0));
  expect(await kept(KEYFRAMES_VERSION)).toBeGreaterThan(blank.length);
  for (const version of earlier) await storage.derived.put(SESSION, KEYFRAMES, version, blank);
  expect(await keepKeyframes(storage, SESSION, { emulator })).toBe(false); // also where nothing is to be made
  expect(await Promise.all(earlier.map(kept))).toEqual(earlier.map(() => 0));
});

test('what was kept of another log is not taken', async () => {
  const { storage } = await whole;
  const kept = await storage.derived.get(SESSION, KEYFRAMES, KEYFRAMES_VERSION);
  const { storage: other } = await storageWith([{ at: START + 1, text: 'another' }]);
  if (kept) await other.derived.put(SESSION, KEYFRAMES, KEYFRAMES_VERSION, kept);
  const track = await openTerminalTrack(other, SESSION, { emulator });
  expect(shown(await track.screenAt(track.endedAt))).toEqual(fromZero([{ at: 0, text: 'another' }], 1));
});

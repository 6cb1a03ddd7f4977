import { decodeRecord, encodeRecord, type Annotation, type SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordBuilder, sampleSession } from '../test-support/build-records.ts';
import { formatSeconds, parseSeconds } from './seconds.ts';
import { readCast, readCastSession, readTtyrec, readTypescript, writeCast, writeTypescript, type CastItem, type CastSource, type CastStep } from './index.ts';

const CALL = '01937d1e-0000-7000-8000-000000000001';
const AT = 1_763_683_200_000_000;
const encoder = new TextEncoder();

/** A text as a file that is read in pieces. */
async function* file(text: string | Uint8Array, size = 7919): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** A file as the records of a session, as an import would store them. */
async function recordsOf(items: AsyncIterable<CastItem>): Promise<{ records: SessionRecord[]; steps: CastStep[] }> {
  const session = await readCastSession(items, { terminalId: CALL, startedAt: AT });
  const steps = await all(session.steps);
  const made = steps.flatMap((step) => (step.kind === 'record' ? [step.record] : []));
  const start = { type: 'session_start', via: 'import', at: session.startedAt, data: { name: session.name, ...session.start } } as const;
  const records = [start, ...made].map((record, n): SessionRecord => ({ $r: 1, id: `r${n}`, p: 'cast', e: 0, n, ...record }));
  return { records: records.map((record) => decodeRecord(encodeRecord(record)) ?? record), steps };
}

const sourceOf = (records: readonly SessionRecord[]): CastSource => ({ async *read() { yield records; }, text: () => Promise.reject(new Error('no blobs')) });
const castOf = async (records: readonly SessionRecord[], version: 1 | 2 | 3): Promise<string> => (await all(writeCast(sourceOf(records), { version }))).join('');
/** What a file says, without how it is spaced. */
const contentOf = (text: string, version: number): unknown => (version === 1 ? JSON.parse(text) : text.split('\n').filter((line) => line.trim() !== '').map((line) => (line.startsWith('#') ? line : timed(line))));
const timed = (line: string): unknown => {
  const time = /^\[\s*(-?[\d.eE+-]+)/.exec(line)?.[1];
  const exact = time === undefined ? undefined : parseSeconds(time);
  return exact ? [exact, (JSON.parse(line) as unknown[]).slice(1)] : JSON.parse(line);
};

const CASTS: Readonly<Record<string, readonly [1 | 2 | 3, string]>> = {
  'version 1': [1, '{"version": 1, "width": 80, "height": 24, "duration": 1.515658, "command": "/bin/zsh", "title": null, "env": {"TERM": "xterm-256color", "x[\\"stdout\\": [": 1},\n "stdout": [\n [0.248848, "\\u001b[1;31mHello \\u001b[32m]World!\\u001b[0m\\n"],\n [1.001376, "I am \\rThis is on the next line. \\"["], [1e-05, ""], [0.0000001, "tiny"]\n], "note": "behind"}'],
  'version 2': [2, '{"version":2,"width":100,"height":30,"timestamp":1795231725,"env":{"TERM":"tmux-256color","SHELL":null},"theme":null,"tags":["a"]}\n[0.224565,"o","\\u001b7é\\ud83d"]\n[0.5,"r","120x40"]\n[0.6,"i","y\\r"]\n[0.7,"m",""]\n[0.7000001,"m","here"]\n[0.8,"z",{"k":[1]}]\n[0.9,"o","a","more"]\n[0.85,"o","back"]\n[1.0,"r","wide"]\n'],
  'version 3': [3, '{"version":3,"term":{"cols":80,"rows":24,"type":"xterm","version":null,"theme":{"fg":"#fff","bg":"#000","palette":"x"}},"timestamp":1795231725,"idle_time_limit":2.5,"command":"/bin/sh","title":"A","env":{"SHELL":"/bin/sh"},"tags":[]}\n# event stream follows\n\n[0.0000004,"r","100x50"]\n[0.248848,"o","Hello"]\n#no space\n[1.0,"o","\\r\\n"]\n[0,"q","?"]\n[0.000000123456789,"o","x"]\n[2,"x","3"]\n'],
};

test.each(Object.entries(CASTS))('an asciicast of %s comes out as it went in, and goes in again as before', async (_name, [version, text]) => {
  for (const size of [1, 3, 100_000]) {
    const first = await recordsOf(readCast(file(text, size)));
    const out = await castOf(first.records, version);
    expect(contentOf(out, version)).toEqual(contentOf(text, version));
    expect((await recordsOf(readCast(file(out)))).steps).toEqual(first.steps);
  }
});

test('an asciicast of any version goes out as any other one, and players see the same at the same time', async () => {
  for (const [, text] of Object.values(CASTS)) {
    const { records } = await recordsOf(readCast(file(text)));
    const seen = (items: readonly CastItem[]): unknown => items.flatMap((item) => (item.kind === 'event' && item.code === 'o' ? [[Math.max(0, item.at), item.data]] : []));
    const before = await all(readCast(file(text)));
    for (const version of [1, 2, 3] as const) {
      const after = await all(readCast(file(await castOf(records, version))));
      expect(after.filter(({ kind }) => kind === 'damage')).toEqual([]);
      if (!text.includes('back')) expect(seen(after)).toEqual(seen(before)); // time that runs back exists in version 2 alone
    }
  }
});

test('whatever an asciicast of version 2 or 3 holds comes out as it went in', async () => {
  const time = fc.integer({ min: 0, max: 3_000_000_000 }).map((value) => (value % 3 === 0 ? `${Math.floor(value / 1e6)}.${String(value % 1e6).padStart(6, '0')}${value % 2 ? '00317' : ''}` : formatSeconds(value)));
  const event = fc.tuple(time, fc.constantFrom('o', 'i', 'r', 'm', 'x', 'zz'), fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('80x24', '1x0', '12', '012', '80x24\n')), fc.array(fc.jsonValue(), { maxLength: 1 })).map(([at, code, data, more]) => `[${at}, ${JSON.stringify(code)}, ${[data, ...more].map((item) => JSON.stringify(item)).join(', ')}]`);
  const line = fc.oneof({ weight: 8, arbitrary: event }, fc.string().map((text) => `#${text.replaceAll(/[\r\n]/g, '')}`), fc.constant(''));
  await fc.assert(fc.asyncProperty(fc.constantFrom(2 as const, 3 as const), fc.array(line, { maxLength: 30 }), async (version, lines) => {
    const header = version === 2 ? { version, width: 80, height: 24 } : { version, term: { cols: 80, rows: 24 } };
    const text = `${JSON.stringify(header)}\n${lines.filter((one) => version === 3 || !one.startsWith('#')).join('\n')}\n`;
    const first = await recordsOf(readCast(file(text)));
    const out = await castOf(first.records, version);
    expect(contentOf(out, version)).toEqual(contentOf(text, version));
    expect((await recordsOf(readCast(file(out)))).steps).toEqual(first.steps);
  }), { numRuns: 150 });
});

test('whatever an asciicast of version 1 holds comes out as it went in', async () => {
  const piece = fc.tuple(fc.integer({ min: 0, max: 3_000_000_000 }).map((value) => formatSeconds(value)), fc.string({ unit: 'grapheme' })).map(([delay, text]) => `[${delay}, ${JSON.stringify(text)}]`);
  const more = fc.dictionary(fc.stringMatching(/^[a-z_"\\[{]{1,8}$/).filter((name) => !['version', 'width', 'height', 'stdout', 'duration'].includes(name)), fc.jsonValue(), { maxKeys: 3 });
  await fc.assert(fc.asyncProperty(more, more, fc.array(piece, { maxLength: 20 }), async (before, after, pieces) => {
    const fields = (of: Record<string, unknown>): string => Object.entries(of).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)},`).join('');
    const text = `{"version": 1, "width": 80, "height": 24, ${fields(before)} "stdout": [\n${pieces.join(', ')}], ${fields(Object.fromEntries(Object.entries(after).filter(([name]) => !Object.hasOwn(before, name))))} "duration": 1.5}`;
    const first = await recordsOf(readCast(file(text)));
    const out = await castOf(first.records, 1);
    expect(contentOf(out, 1)).toEqual(contentOf(text, 1));
    expect((await recordsOf(readCast(file(out)))).steps).toEqual(first.steps);
  }), { numRuns: 100 });
});

/** A session in which an agent works in a recorded terminal. */
function terminalSession(): SessionRecord[] {
  const put = recordBuilder('pty');
  const own = { call: CALL, via: 'pty' as const };
  const agent = sampleSession().map((record, n) => ({ ...record, id: `01937d1e-0000-7000-8000-${String(n + 100).padStart(12, '0')}`, at: AT + 1_500_000 + n }));
  return [
    { ...agent[0]!, at: AT }, // there is one
    put('terminal_command', { command: 'claude', pty: { columns: 90, rows: 20, term: 'xterm-256color' } }, { ...own, at: AT + 1 }),
    put('terminal_output', { text: 'one\r\n', stream: 'pty' }, { ...own, at: AT + 1_000_000 }),
    put('terminal_input', { text: '', redacted: true }, { ...own, at: AT + 1_100_000 }),
    put('terminal_output', { stream: 'pty', text: '/wD+', encoding: 'base64' }, { ...own, at: AT + 1_200_000 }),
    ...agent.slice(1),
    put('terminal_resize', { columns: 100, rows: 30 }, { ...own, at: AT + 2_000_000 }),
    put('moment', { title: 'Green', category: 'tests_passed' }, { ...own, at: AT + 2_100_000 }),
    put('terminal_output', { text: 'late\r\n', stream: 'pty', exitCode: 143, signal: 'SIGTERM' }, { ...own, at: AT + 3_000_000 }),
    put('tool_result', { status: 'failed' }, { ...own, at: AT + 3_000_000 }),
  ];
}

test('a session goes through version 3 whole: every record, with what no cast has a place for', async () => {
  const records = terminalSession().filter(({ id }) => id !== '01937d1e-0000-7000-8000-000000000122'); // tells again what another one told
  const text = await castOf(records, 3);
  const back = (await recordsOf(readCast(file(text)))).records;
  const facts = (list: readonly SessionRecord[]): unknown => list.map(({ type, at, via, call, turn, data }) => ({ type, at, via, call, turn, data }));
  expect(facts(back.slice(1))).toEqual(facts(records.slice(1)));
  expect(back[0]?.data).toEqual(records[0]?.data);
  const kept = (list: readonly SessionRecord[]): unknown => list.slice(1).flatMap(({ id }) => (id.startsWith('01937d1e') ? [id] : []));
  expect(kept(back)).toEqual(kept(records));
  const lines = text.split('\n').filter((line) => line.startsWith('[')).map((line) => JSON.parse(line) as [number, string, string]);
  expect(lines.filter(([, code]) => code !== 'm').map(([, code, data]) => [code, data])).toEqual([['o', 'one\r\n'], ['o', '\uFFFD\u0000\uFFFD'], ['r', '100x30'], ['o', 'late\r\n'], ['x', '143']]);
  expect(lines.filter(([, code]) => code === 'm').map(([, , data]) => data)).toEqual(expect.arrayContaining(['prompt: Make the tests pass', 'tool: Bash npm test', 'tests: 2 failed, 3 passed', 'Green']));
  expect(lines.reduce((sum, [delay]) => sum + Math.round(delay * 1e6), 0)).toBe(2_999_999);
});

test('version 2 has marks and no comments, and never what was typed and withheld', async () => {
  const text = await castOf(terminalSession(), 2);
  expect(text).not.toContain('#');
  const events = text.trim().split('\n').slice(1).map((line) => JSON.parse(line) as [number, string, string]);
  expect(events.map(([, code]) => code)).not.toContain('i');
  expect(events.map(([at]) => at)).toEqual(events.map(([at]) => at).sort((a, b) => a - b));
  expect(events.some(([, code, data]) => code === 'm' && data === 'tool: Bash npm test')).toBe(true);
});

test('a moment that somebody marked is a mark for other players, and comes back as what it was', async () => {
  const moment = (n: number, action: 'add' | 'remove', at: number, title = ''): Annotation => ({ id: `01937d1e-0000-7000-8000-00000000000${n}`, at: AT + 9_000_000 + n, type: 'moment', author: 'ada', data: { action, anchor: { on: 'event', at }, ...(title && { title }) } });
  const annotations = [moment(1, 'add', AT + 1_050_000, 'Look here'), moment(2, 'add', AT + 1_060_000, 'No longer'), moment(3, 'remove', AT + 1_060_000)];
  const records = terminalSession();
  const written = async (version: 2 | 3): Promise<string> => (await all(writeCast({ ...sourceOf(records), annotations }, { version }))).join('');
  for (const version of [2, 3] as const) {
    let last = 0;
    const marks = (await written(version)).split('\n').filter((line) => line.startsWith('[')).map((line) => JSON.parse(line) as [number, string, string]).map(([time, code, label]) => [code, label, Math.round((last = version === 3 ? last + time : time) * 1e6)]);
    expect(marks.filter(([, label]) => label === 'Look here' || label === 'No longer')).toEqual([['m', 'Look here', 1_049_999]]);
  }
  const { steps, records: back } = await recordsOf(readCast(file(await written(3))));
  expect(steps.flatMap((step) => (step.kind === 'annotation' ? [step.annotation] : []))).toEqual(annotations);
  expect(back.filter(({ type }) => type === 'moment')).toHaveLength(records.filter(({ type }) => type === 'moment').length);
});

test('a session without a terminal plays as text', async () => {
  const records = sampleSession();
  const text = await castOf(records, 3);
  expect(text).toContain('$ npm test');
  expect((await recordsOf(readCast(file(text)))).records.map(({ type }) => type)).toEqual(records.filter(({ key }, place) => key === undefined || records.findIndex((one) => one.key === key) === place).map(({ type }) => type));
});

test('what a writer that was killed left is read up to its last whole line, and the rest is told', async () => {
  const text = CASTS['version 3']![1];
  for (let end = text.indexOf('\n') + 1; end < text.length; end += 1) {
    const items = await all(readCast(file(text.slice(0, end), 50)));
    expect(items[0]?.kind).toBe('header');
    expect(items.filter(({ kind }) => kind === 'damage').length).toBeLessThanOrEqual(1);
  }
  const one = await all(readCast(file(CASTS['version 1']![1].slice(0, 250))));
  expect(one.map(({ kind }) => kind)).toEqual(['header', 'event', 'damage']);
});

test.each(['', 'hello\n', '{"version":4}\n[1,"o",""]\n', '[]', '{"a":1}', `{"version":1${' '.repeat(2_000_000)}`])('what is no asciicast is refused: %#', async (text) => {
  await expect(all(readCast(file(text)))).rejects.toMatchObject({ code: 'not_a_recording' });
});

test('a file cannot remove or redirect a session by what its comments say', async () => {
  const evil = encodeRecord({ id: CALL, p: 'x', e: 0, n: 0, at: AT, type: 'session_dropped', via: 'sdk', data: { reason: 'gone' } });
  const text = `{"version":3,"term":{"cols":80,"rows":24}}\n# playhead-session {"startedAt":"x"}\n# playhead-record 0 ${evil}\n# playhead-record 0 {"no":1}\n# playhead-annotation {"id":"../../x","at":1,"type":"note","author":"a","data":{}}\n[1,"o","a"]\n`;
  const { records, steps } = await recordsOf(readCast(file(text)));
  expect(records.map(({ type }) => type)).not.toContain('session_dropped');
  expect(steps.some(({ kind }) => kind === 'annotation')).toBe(false);
  expect(records.filter(({ type }) => type === 'harness_event')).toHaveLength(3); // what is not ours is a comment
});

test('a ttyrec is read to its last whole piece, and characters that it cuts apart are put together', async () => {
  const frame = (seconds: number, micro: number, bytes: Uint8Array): Uint8Array => {
    const head = new DataView(new ArrayBuffer(12));
    [seconds, micro, bytes.length].forEach((value, place) => head.setUint32(place * 4, value, true));
    return new Uint8Array([...new Uint8Array(head.buffer), ...bytes]);
  };
  const bytes = new Uint8Array([...frame(1_700_000_000, 999_999, new Uint8Array([0x61, 0xc3])), ...frame(1_700_000_001, 1, new Uint8Array([0xa9])), ...frame(1_700_000_002, 0, new Uint8Array([0xff]))]);
  for (const size of [1, 5, 100]) {
    const items = await all(readTtyrec(file(bytes, size)));
    expect(items.flatMap((item) => (item.kind === 'event' ? [[item.at, item.data]] : []))).toEqual([[0, 'a'], [2, 'é'], [1_000_001, new Uint8Array([0xff])]]);
  }
  expect((await all(readTtyrec(file(bytes.slice(0, -3))))).at(-1)?.kind).toBe('damage');
  await expect(all(readTtyrec(file('this is only a text file')))).rejects.toMatchObject({ code: 'not_a_recording' });
});

test('a typescript with its timing goes out and comes in again, byte for byte', async () => {
  const pieces = await all(writeTypescript(sourceOf(terminalSession())));
  const typescript = new Uint8Array(pieces.flatMap((piece) => [...piece.typescript]));
  const timing = pieces.map((piece) => piece.timing).join('');
  const items = await all(readTypescript({ typescript: file(typescript, 5), timing: file(timing, 5) }));
  expect(items[0]).toMatchObject({ kind: 'header', columns: 90, rows: 20, command: 'claude', term: 'xterm-256color' });
  expect(items.flatMap((item) => (item.kind === 'event' ? [[item.at, item.code, item.data]] : []))).toEqual([
    [999_999, 'o', 'one\r\n'], [1_199_999, 'o', new Uint8Array([0xff, 0, 0xfe])], [1_999_999, 'r', '100x30'], [2_999_999, 'o', 'late\r\n'], [2_999_999, 'x', '143'],
  ]);
});

test('the classic timing of script is read, too', async () => {
  const items = await all(readTypescript({ typescript: file('Script started on 2026-11-22 14:35:41+00:00 [TERM="xterm" COLUMNS="100" LINES="40"]\nab\r\nc\n\nScript done on x [COMMAND_EXIT_CODE="3"]\n'), timing: file('0.5 4\n0.25 2\n') }));
  expect(items).toMatchObject([{ kind: 'header', columns: 100, rows: 40, startedAt: Date.parse('2026-11-22T14:35:41Z') * 1000 }, { at: 500_000, data: 'ab\r\n' }, { at: 750_000, data: 'c\n' }, { code: 'x', data: '3' }]);
});

test('times are as exact as they were written', () => {
  for (const [text, microseconds, whole] of [['0', 0, true], ['1.5', 1_500_000, true], ['6e-06', 6, true], ['1.2e1', 12_000_000, true], ['0.0000015', 1, false], ['-0.5', -500_000, true], ['-0.0000005', -1, false], ['1E2', 100_000_000, true], ['12.000000000000000000001', 12_000_000, false]] as const) {
    expect([text, parseSeconds(text)]).toMatchObject([text, { microseconds, whole }]);
  }
  for (const text of ['', '.', '1e999', 'NaN', '99999999999999999999']) expect(parseSeconds(text)).toBeUndefined();
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e15 }), (value) => parseSeconds(formatSeconds(value))?.microseconds === value));
});

test('a cast of many megabytes passes through without being held', async () => {
  async function* long(): AsyncGenerator<Uint8Array> {
    yield encoder.encode('{"version":2,"width":80,"height":24}\n');
    for (let n = 0; n < 400; n += 1) yield encoder.encode(Array.from({ length: 50 }, (_, line) => `[${n}.${String(line).padStart(6, '0')},"o","${'x'.repeat(500)}"]\n`).join(''));
  }
  let events = 0;
  for await (const item of readCast(long())) events += item.kind === 'event' ? 1 : 0;
  expect(events).toBe(20_000);
});

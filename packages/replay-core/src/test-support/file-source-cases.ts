import { encodeRecord, isPlayheadError, type PlayheadError } from '@playhead/protocol';
import { expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import type { ReplayState } from '../replay-store.ts';
import { fileSource, type FileSourceOptions } from '../source/file-source.ts';
import { sampleSession } from './build-records.ts';

const lines = sampleSession().map((record) => encodeRecord(record));
const log = `${lines.join('\n')}\n`;
/** Of the sample session's 26 records. */
const EVENTS = 26;

const file = (parts: readonly BlobPart[], name = 'a.jsonl'): File => new File([...parts], name);

/** Where a replay of files ends: with everything, or with an error. */
async function opened(files: Blob | readonly Blob[], options?: FileSourceOptions): Promise<ReplayState> {
  const replay = createReplay(fileSource(files, options));
  await vi.waitFor(() => expect(replay.getState().status).not.toBe('loading'));
  replay.close();
  return replay.getState();
}

async function refused(files: Blob | readonly Blob[]): Promise<PlayheadError> {
  const { error } = await opened(files);
  if (!isPlayheadError(error)) throw new Error('It was not refused.');
  return error;
}

async function gzip(...parts: readonly BlobPart[]): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(new Blob([...parts]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
}

/** A member of an archive, as PROTOCOL.md (P20) describes it. */
async function blockMember(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const plain = await gzip(text);
  const member = new Uint8Array(plain.length + 22);
  member.set(plain.subarray(0, 10));
  member[3] = 4;
  member.set([20, 0, 0x50, 0x42, 16, 0], 10);
  new DataView(member.buffer).setUint32(28, member.length, true);
  member.set(plain.subarray(10), 32);
  return member;
}

/** A file whose bytes are counted as they are read. */
function counted(blob: Blob): { readonly file: Blob; readonly read: () => number } {
  let read = 0;
  const watch = (part: Blob): Blob => new Proxy(part, {
    get(target, key) {
      if (key === 'slice') return (start?: number, end?: number) => watch(target.slice(start, end));
      if (key === 'arrayBuffer') return () => { read += target.size; return target.arrayBuffer(); };
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value; // a method of the blob
    },
  });
  return { file: watch(blob), read: () => read };
}

/** What a file opens as, told the same way in Node and in browsers. */
export function fileSourceCases(): void {
  test('a file opens as its session, whatever the slices it is read in', async () => {
    for (const sliceBytes of [1, 7, 1000, 1024 * 1024]) {
      const state = await opened(file([log]), { sliceBytes });
      expect(state).toMatchObject({ status: 'ready', live: false, model: { session: { name: 'Add login', status: 'completed' }, damage: [] } });
      expect(state.model.events.length).toBe(EVENTS);
    }
  });

  test('a packed file opens like a plain one', async () => {
    expect((await opened(file([await gzip(log)], 'a.jsonl.gz'), { sliceBytes: 64 })).model.events.length).toBe(EVENTS);
  });

  test('an archive of blocks opens whole, and without a block that is broken', async () => {
    const third = Math.ceil(log.length / 3);
    const members = await Promise.all([0, 1, 2].map((part) => blockMember(log.slice(part * third, (part + 1) * third))));
    const whole = await opened(file(members, 'a.jsonl.gz'));
    expect([whole.model.events.length, whole.model.damage]).toEqual([EVENTS, []]);
    members[1]?.fill(0xff, 40, -1);
    const broken = await opened(file(members, 'a.jsonl.gz'));
    expect(broken.status).toBe('ready');
    expect(broken.model.events.length).toBeGreaterThan(EVENTS / 2);
    expect(broken.model.damage.map(({ kind }) => kind)).toContain('torn');
    expect(broken.model.session.status).toBe('completed');
  });

  test('what was packed and cut off opens as far as it goes', async () => {
    const packed = await gzip(log);
    const state = await opened(file([packed.subarray(0, packed.length - 40)], 'a.jsonl.gz'), { sliceBytes: 100 });
    if (state.error) expect(state.error.code).toBe('not_a_recording'); // nothing could be unpacked
    else expect(state.model.damage.length).toBeGreaterThan(0);
  });

  test('torn and welded lines are healed and told', async () => {
    const torn = (lines[3] ?? '').slice(0, 60);
    const text = [...lines.slice(0, 3), torn + (lines[3] ?? ''), 'ünonsense', 'more', (lines[4] ?? '') + (lines[5] ?? ''), ...lines.slice(6), (lines[0] ?? '').slice(0, 30)].join('\n');
    expect((await opened(file([text]), { sliceBytes: 50 })).model.events.length).toBe(EVENTS);
    const { model } = await opened(file([text]));
    expect(model.events.length).toBe(EVENTS);
    const at = lines.slice(0, 3).join('\n').length + 1;
    expect(model.damage).toMatchObject([{ kind: 'torn', cursor: String(at).padStart(16, '0'), bytes: 60 }, { kind: 'invalid', bytes: 'ünonsense'.length + 1 + 1 + 'more'.length }, { kind: 'torn', bytes: 30 }]);
  });

  test('several files of a session are one, whatever their order and whatever they share', async () => {
    const { model, status } = await opened([file([lines.slice(8).join('\n')]), file([], 'empty.jsonl'), file([await gzip(lines.slice(0, 12).join('\n'))], 'b.jsonl.gz')]);
    expect([status, model.events.length, model.session.name]).toEqual(['ready', EVENTS, 'Add login']);
  });

  test('tells how far it has read until it is there', async () => {
    const long = `${log}${`${' '.repeat(199)}\n`.repeat(2000)}`;
    const replay = createReplay(fileSource(file([long]), { sliceBytes: 64 * 1024 }));
    const seen: (number | undefined)[] = [];
    replay.subscribe(() => { seen.push(replay.getState().progress?.readBytes); });
    await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
    expect([...new Set(seen)].slice(0, 3)).toEqual([65_536, 131_072, 196_608]);
    expect(replay.getState().progress).toBeUndefined();
  });

  test.each<[string, readonly BlobPart[], RegExp]>([
    ['an empty file', [], /“a\.jsonl” is empty/],
    ['a web page', ['<!doctype html><title>404</title>'], /is a web page/],
    ['a picture', [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13])], /holds no text/],
    ['a zip archive', ['PK\u0003\u0004 and so on'], /is a zip archive/],
    ['other JSON lines', ['{"type":"user"}\n{"type":"assistant"}\n'], /no line of it is a record/],
    ['a letter', ['Dear Sir or Madam'], /is not a recording/],
  ])('%s is refused, and the message says what it is', async (_name, parts, words) => {
    const error = await refused(file(parts));
    expect([error.code, error.message]).toEqual(['not_a_recording', expect.stringMatching(words)]);
  });

  test('a recording of a later format is told as such', async () => {
    expect(await refused(file([log.replaceAll('{"$r":1,', '{"$r":2,')]))).toMatchObject({ code: 'unsupported_version', message: expect.stringContaining('format 2') });
  });

  test('a file of two gigabytes that is none is refused after its first piece', async () => {
    const mebibyte = new Blob([new Uint8Array(1024 * 1024)]);
    const { file: huge, read } = counted(new Blob(Array.from({ length: 2048 }, () => mebibyte)));
    expect(huge.size).toBe(2 ** 31);
    expect((await refused(huge)).code).toBe('not_a_recording');
    expect(read()).toBeLessThan(4 * 1024 * 1024);
  });

  test('a line that never ends is refused before it fills the memory', async () => {
    const mebibyte = new Blob(['x'.repeat(1024 * 1024)]);
    const { file: endless, read } = counted(new Blob([lines[0] ?? '', '\n{"$r":1,"id":"', ...Array.from({ length: 256 }, () => mebibyte)]));
    expect(await opened(endless)).toMatchObject({ status: 'error', error: { code: 'payload_too_large' }, model: { events: [{ record: { type: 'session_start' } }] } });
    expect(read()).toBeLessThan(80 * 1024 * 1024);
  });

  test('a replay that is closed reads no further', async () => {
    const { file: long, read } = counted(new Blob([log, ...Array.from({ length: 64 }, () => `${' '.repeat(1023)}\n`.repeat(64))]));
    const replay = createReplay(fileSource(long, { sliceBytes: 64 * 1024 }));
    await vi.waitFor(() => expect(replay.getState().model.events.length).toBe(EVENTS));
    replay.close();
    const before = read();
    await opened(file([log])); // meanwhile it could have gone on
    expect(read() - before).toBeLessThanOrEqual(128 * 1024);
  });
}

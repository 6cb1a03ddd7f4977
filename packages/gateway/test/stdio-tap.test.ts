import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStdioTap, type StdioExit } from '../src/stdio/stdio-tap.ts';
import type { RpcDirection } from '../src/rpc/direction.ts';

interface Passed { readonly answered: Buffer; readonly exit: StdioExit; readonly copies: Readonly<Record<RpcDirection, Buffer>> }

/** What a server that is asked something in pieces answers through a tap, and what the tap copied. */
async function pass(command: readonly string[], pieces: readonly Uint8Array[], { slow = false } = {}): Promise<Passed> {
  const input = new PassThrough();
  const output = new PassThrough(slow ? { highWaterMark: 1 } : {});
  const copies: Record<RpcDirection, Buffer[]> = { to_server: [], to_client: [] };
  const [program = '', ...args] = command;
  const tap = createStdioTap({ command: program, args, input, output, onBytes: (direction, bytes) => { copies[direction].push(bytes); } });
  const answered: Buffer[] = [];
  output.on('data', (bytes: Buffer) => {
    answered.push(bytes);
    if (!slow) return;
    output.pause();
    setImmediate(() => output.resume());
  });
  const ended = once(output, 'end');
  for (const piece of pieces) if (!input.write(piece)) await Promise.race([once(input, 'drain'), once(input, 'close')]);
  input.end();
  const exit = await tap.exit;
  await ended;
  return { answered: Buffer.concat(answered), exit, copies: { to_server: Buffer.concat(copies.to_server), to_client: Buffer.concat(copies.to_client) } };
}

const line = fc.oneof(
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)), fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom('', '\r', '{"jsonrpc":"2.0","id":1,"method":"ping"}', '\uFEFF{}', '{"id":').map((text) => Buffer.from(text)), fc.integer({ min: 60_000, max: 300_000 }).map((size) => Buffer.alloc(size, 'x')),
);
const traffic = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '')), { maxLength: 30 }).map((lines) => Buffer.concat(lines.flatMap(([text, end]) => [text, Buffer.from(end)])));

function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

describe('bytes pass a tap as they are', () => {
  test('whatever they are, however they are cut, and however slowly they are taken', async () => {
    await fc.assert(fc.asyncProperty(traffic, fc.array(fc.nat(), { maxLength: 40 }), fc.boolean(), async (bytes, places, slow) => {
      const { answered, copies, exit } = await pass(['cat'], cut(bytes, places), { slow });
      expect([answered.equals(bytes), copies.to_server.equals(bytes), copies.to_client.equals(bytes), exit]).toEqual([true, true, true, { exitCode: 0 }]);
    }), { numRuns: 40 });
  });

  test('also in lines of ten megabytes', async () => {
    const bytes = Buffer.concat([Buffer.alloc(10_000_000, 'a'), Buffer.from('\n'), Buffer.alloc(10_000_000, 0xff), Buffer.from('\nend')]);
    const { answered } = await pass(['cat'], cut(bytes, [1, 77, 5_000_000]));
    expect(answered.equals(bytes)).toBe(true);
  });
});

describe('a server behind a tap', () => {
  test.each([
    ['exit 0', { exitCode: 0 }], ['exit 41', { exitCode: 41 }], ['kill -TERM $$', { exitCode: 143, signal: 'SIGTERM' }], ['kill -KILL $$', { exitCode: 137, signal: 'SIGKILL' }],
  ])('ends as it would without: %s', async (script, exit) => {
    expect((await pass(['sh', '-c', script], [])).exit).toEqual(exit);
  });

  test('says all it has to say after it was asked the last thing', async () => {
    const { answered, exit } = await pass(['sh', '-c', 'wc -c; exit 3'], [Buffer.alloc(1_000_000)]);
    expect([answered.toString().trim(), exit.exitCode]).toEqual(['1000000', 3]);
  });

  test('that says more than its client takes has to wait, and no memory is filled', async () => {
    let goOn: (() => void) | undefined;
    let taken = 0;
    let read = 0;
    const output = new Writable({ write: ({ length }: Buffer, _encoding, done) => {
      taken += length;
      if (goOn) return done();
      goOn = done;
    } });
    const tap = createStdioTap({ command: 'head', args: ['-c', '20000000', '/dev/zero'], input: new PassThrough(), output, onBytes: (_direction, { length }) => { read += length; } });
    let before = 0;
    await expect.poll(() => {
      const isHeldUp = read > 0 && read === before;
      before = read;
      return isHeldUp;
    }).toBe(true);
    expect(read).toBeLessThan(2_000_000);
    goOn?.();
    await tap.exit;
    expect(taken).toBe(20_000_000);
  });

  test('that listens no longer refuses what comes', async () => {
    const input = new PassThrough();
    const tap = createStdioTap({ command: 'sh', args: ['-c', 'exec 0<&-; exec sleep 60'], input, output: new PassThrough() });
    const refused = once(input, 'close');
    const asking = setInterval(() => { if (!input.destroyed) input.write('anybody?\n'); }, 5);
    await refused;
    clearInterval(asking);
    tap.kill('SIGTERM');
    expect(await tap.exit).toEqual({ exitCode: 143, signal: 'SIGTERM' });
  });

  test('notices that nobody listens to it', async () => {
    const output = new PassThrough();
    const tap = createStdioTap({ command: 'sh', args: ['-c', 'exec yes 2>&-'], input: new PassThrough(), output });
    await once(output, 'data');
    output.destroy();
    expect((await tap.exit).exitCode).toBeGreaterThan(0); // by SIGPIPE, or because the connection was reset
  });

  test('that closes its output and goes on is heard no more, and waited for', async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const tap = createStdioTap({ command: 'sh', args: ['-c', 'echo last; exec 1>&-; read line; exit 5'], input, output });
    let said = '';
    for await (const bytes of output) said += String(bytes);
    expect(said).toBe('last\n');
    input.write('go\n');
    expect(await tap.exit).toEqual({ exitCode: 5 });
  });

  test('that left its output to another program is waited for no longer once it was told to end', async () => {
    for (const script of ['sleep 4 2>&- & echo up; exit 0', 'echo up; sleep 4 2>&-; exit 0']) {
      const output = new PassThrough();
      const tap = createStdioTap({ command: 'sh', args: ['-c', script], input: new PassThrough(), output });
      expect((await once(output, 'data')).join('')).toBe('up\n');
      tap.kill('SIGTERM');
      expect(await tap.exit).toMatchObject({ exitCode: expect.any(Number) });
    }
  });

  test('does not wait for what becomes of the copies, nor hear that it fails', async () => {
    const output = new PassThrough();
    const tap = createStdioTap({ command: 'echo', args: ['fine'], input: new PassThrough(), output, onBytes: () => { throw new Error('no room'); } });
    expect((await once(output, 'data')).join('')).toBe('fine\n');
    expect(await tap.exit).toEqual({ exitCode: 0 });
  });

  test.each([['no-such-command', 127], ['/etc/passwd', 126]])('that cannot be started says why: %s', async (command, exitCode) => {
    expect(await createStdioTap({ command, input: new PassThrough(), output: new PassThrough() }).exit).toEqual({ exitCode, problem: expect.stringContaining(command) });
  });
});

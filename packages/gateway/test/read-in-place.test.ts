import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { passBytes } from '../src/stdio/pass-bytes.ts';
import { createReadRoom, readInPlaceOf } from '../src/stdio/read-in-place.ts';

const directory = mkdtempSync(join(tmpdir(), 'playhead-in-place-'));
afterAll(() => rmSync(directory, { recursive: true }));
let fifos = 0;

const lengths = fc.oneof({ weight: 10, arbitrary: fc.integer({ min: 1, max: 9000 }) }, { weight: 1, arbitrary: fc.integer({ min: 9000, max: 200_000 }) });

describe('what a program says reaches a pipe', () => {
  test('as it is, however it comes and however slowly it is taken, and so do copies of it', async () => {
    await fc.assert(fc.asyncProperty(fc.array(lengths, { minLength: 1, maxLength: 40 }), fc.array(fc.integer({ min: 1, max: 150_000 }), { minLength: 1 }), async (pieces, portions) => {
      const name = join(directory, `fifo-${fifos += 1}`);
      execFileSync('mkfifo', [name]);
      const far = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
      const to = new Socket({ fd: openSync(name, constants.O_WRONLY | constants.O_NONBLOCK), readable: false });
      const child = spawn('cat', { stdio: ['pipe', 'pipe', 'ignore'] });
      const copies: Buffer[] = [];
      let hasEnded = false;
      passBytes({ from: child.stdout, to, isOurs: true, copy: (bytes) => { copies.push(Buffer.from(bytes)); }, onEnd: () => { to.end(); }, onRefused: () => {} });
      to.once('close', () => { hasEnded = true; });
      const said = Buffer.concat(pieces.map((length, index) => Buffer.alloc(length, index % 251)));
      pieces.reduce((from, length) => {
        child.stdin.write(said.subarray(from, from + length));
        return from + length;
      }, 0);
      child.stdin.end();
      const room = Buffer.allocUnsafe(150_000);
      const came: Buffer[] = [];
      for (let turn = 0; ; turn += 1) {
        const isLast = hasEnded;
        try {
          const length = readSync(far, room, 0, portions[turn % portions.length] ?? 1, null);
          came.push(Buffer.from(room.subarray(0, length)));
          if (isLast && length === 0) break;
        } catch {
          // nothing is there yet
        }
        await nextTurn();
      }
      closeSync(far);
      expect([Buffer.concat(came).equals(said), Buffer.concat(copies).equals(said)]).toEqual([true, true]);
    }), { numRuns: 25 });
  });
});

describe('a stream in whose place something else reads', () => {
  test('is closed once all was read, and its program is over', async () => {
    const child = spawn('echo', ['fine'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let said = '';
    const reader = readInPlaceOf(child.stdout, createReadRoom(), (bytes) => { said += String(bytes); });
    await once(child, 'close');
    expect([said, reader?.destroyed, child.stdout.destroyed]).toEqual(['fine\n', true, true]);
  });

  test('closes the other end when it is closed', async () => {
    const child = spawn('yes', { stdio: ['ignore', 'pipe', 'ignore'] });
    readInPlaceOf(child.stdout, createReadRoom(), () => { child.stdout.destroy(); });
    expect((await once(child, 'close'))[1] ?? 'SIGPIPE').toBe('SIGPIPE');
  });

  test('is waited for while it is paused, also when its program has ended', async () => {
    const child = spawn('head', ['-c', '300000', '/dev/zero'], { stdio: ['ignore', 'pipe', 'ignore'] });
    let read = 0;
    const reader = readInPlaceOf(child.stdout, createReadRoom(), ({ length }) => {
      read += length;
      reader?.pause();
      setImmediate(() => reader?.resume());
    });
    await once(child, 'close');
    expect(read).toBe(300_000);
  });

  test('is left alone where it is none of a socket, or somebody reads it already', () => {
    const { stdout } = spawn('cat', { stdio: ['ignore', 'pipe', 'ignore'] });
    stdout.on('data', () => {});
    expect([readInPlaceOf(stdout, createReadRoom(), () => {}), readInPlaceOf(new PassThrough(), createReadRoom(), () => {})]).toEqual([undefined, undefined]);
  });
});

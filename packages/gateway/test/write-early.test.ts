import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync } from 'node:fs';
import { connect, createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { earlyWriterOf } from '../src/stdio/write-early.ts';

const directory = mkdtempSync(join(tmpdir(), 'playhead-early-'));
const path = join(directory, 'socket');
const server = createServer({ pauseOnConnect: true });
beforeAll(() => once(server.listen(path), 'listening'));
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

/** Both ends of a connection; nothing of what comes is read yet. */
async function openPair(): Promise<{ near: Socket; far: Socket }> {
  const accepted = once(server, 'connection');
  const near = connect(path);
  const [[far]] = await Promise.all([accepted as Promise<[Socket]>, once(near, 'connect')]);
  return { near, far };
}

interface Line { readonly near: Socket; readonly far: number; close(): void }

async function openSocket(): Promise<Line> {
  const { near, far } = await openPair();
  const { _handle: { fd } } = far as unknown as { readonly _handle: { readonly fd: number } }; // so that it is read while no event is handled
  return { near, far: fd, close: () => far.destroy() };
}

/** What a shell makes of `|`, which takes a part of what it has no room for. */
async function openFifo(): Promise<Line> {
  const name = join(directory, `fifo-${randomUUID()}`);
  execFileSync('mkfifo', [name]);
  const far = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
  return { near: new Socket({ fd: openSync(name, constants.O_WRONLY | constants.O_NONBLOCK), readable: false }), far, close: () => closeSync(far) };
}

const lengths = fc.oneof({ weight: 30, arbitrary: fc.integer({ min: 0, max: 9000 }) }, { weight: 1, arbitrary: fc.integer({ min: 9000, max: 100_000 }) });
const step = fc.oneof({ weight: 4, arbitrary: fc.record({ write: lengths }) }, { weight: 1, arbitrary: fc.record({ read: fc.integer({ min: 1, max: 120_000 }) }) });

describe.each([['socket', openSocket], ['pipe', openFifo]] as const)('a %s', (_name, open) => {
  test('gets pieces in their order, also those that it had no room for', async () => {
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 100, maxLength: 400 }), async (steps) => {
      const { near, far, close } = await open();
      const room = Buffer.allocUnsafe(120_000);
      const said: Buffer[] = [];
      const came: Buffer[] = [];
      const read = (most: number): number => {
        try {
          const length = readSync(far, room, 0, most, null);
          came.push(Buffer.from(room.subarray(0, length)));
          return length;
        } catch {
          return 0; // nothing is there
        }
      };
      const write = earlyWriterOf(near);
      for (const [index, action] of steps.entries()) {
        if ('read' in action) read(action.read);
        else {
          const piece = Buffer.alloc(action.write, index % 251);
          said.push(piece);
          write(piece);
        }
      }
      while (near.writableLength > 0) {
        while (read(120_000) > 0);
        await nextTurn();
      }
      while (read(120_000) > 0);
      expect(Buffer.concat(came).equals(Buffer.concat(said))).toBe(true);
      near.destroy();
      close();
    }), { numRuns: 15 });
  });
});

test('a short piece has gone when it was written, and a stream whose other end is full says so', async () => {
  const { near, far } = await openPair();
  const write = earlyWriterOf(near);
  expect([write(Buffer.alloc(1000)), near.bytesWritten]).toEqual([true, 0]);
  for (let count = 0; count < 10_000 && write(Buffer.alloc(1000)); count += 1);
  expect(near.writableNeedDrain || near.writableLength > 0).toBe(true);
  near.destroy();
  far.destroy();
});

test('the stream says that nobody listens, and nothing is thrown', async () => {
  const { near, far } = await openPair();
  const write = earlyWriterOf(near);
  far.destroy();
  await once(far, 'close');
  const refused = once(near, 'error');
  write(Buffer.from('anybody?'));
  expect(await refused).toMatchObject([{ code: 'EPIPE' }]);
  expect(write(Buffer.from('?'))).toBe(false);
});

test('whoever listens to what is written to a stream hears it', async () => {
  const { near, far } = await openPair();
  const heard: unknown[] = [];
  near.write = (bytes: unknown) => { heard.push(String(bytes)); return true; };
  earlyWriterOf(near)(Buffer.from('said'));
  expect(heard).toEqual(['said']);
  near.destroy();
  far.destroy();
});

test('what goes through an encrypted connection is encrypted', async () => {
  const psk = Buffer.from('a key that both have');
  const listener = createTlsServer({ pskCallback: () => psk, ciphers: 'PSK', maxVersion: 'TLSv1.2' }).listen(join(directory, 'tls'));
  const accepted = once(listener, 'secureConnection');
  const near = connectTls({ path: join(directory, 'tls'), pskCallback: () => ({ psk, identity: 'tap' }), ciphers: 'PSK', maxVersion: 'TLSv1.2', checkServerIdentity: () => undefined });
  const [[far]] = await Promise.all([accepted as Promise<[Socket]>, once(near, 'secureConnect')]);
  earlyWriterOf(near)(Buffer.from('said'));
  expect((await once(far, 'data')).join('')).toBe('said');
  near.destroy();
  far.destroy();
  listener.close();
});

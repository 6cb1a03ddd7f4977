import { closeSync, constants, openSync } from 'node:fs';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { loadNodePty } from './load-node-pty.ts';
import { createOuterOutput } from './outer-output.ts';
import { startTerminal } from './terminal-process.ts';

const LINES = 20_000;

test('what a terminal does not take at once is shown when it does, in order', async () => {
  let shown = '';
  const terminal = startTerminal(await loadNodePty(), {
    file: '/bin/sh', args: ['-c', 'stty -opost; echo ready; read line'], cwd: '/', env: { PATH: process.env['PATH'] ?? '' }, columns: 80, rows: 24, term: 'xterm',
    onData: (bytes) => { shown += bytes.toString(); },
  });
  await expect.poll(() => shown).toBe('ready\n');
  const fd = openSync(terminal.path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  try {
    let queued = 0;
    const waiting: (() => void)[] = [];
    const told: boolean[] = [];
    const stream = new Writable({
      write(bytes: Buffer, _encoding, done) {
        queued += bytes.length;
        waiting.push(() => { shown += bytes.toString(); done(); });
      },
    });
    const output = createOuterOutput(Object.assign(stream, { isTTY: true, fd }), (blocked) => { told.push(blocked); });
    const lines = Array.from({ length: LINES }, (_, line) => `line ${line}\n`);
    const bytes = Buffer.from(lines.join(''));
    for (let from = 0; from < bytes.length; from += 65_536) {
      const room = Buffer.from(bytes.subarray(from, from + 65_536));
      output.write(room);
      room.fill(0); // used again
    }
    expect(queued).toBeGreaterThan(0);
    expect(told).toEqual([true]);
    const taken = bytes.length - stream.writableLength;
    await expect.poll(() => shown.length).toBe('ready\n'.length + taken); // the terminal shows what it took
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      next();
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    expect(shown).toBe(`ready\n${lines.join('')}`);
    expect(told).toEqual([true, false]);
  } finally {
    closeSync(fd);
    terminal.kill('SIGKILL');
    await terminal.exit;
  }
});

test('nothing waits for a terminal that is gone', async () => {
  const told: boolean[] = [];
  const stream = new Writable({ highWaterMark: 1, write: () => {} });
  const output = createOuterOutput(stream, (blocked) => { told.push(blocked); });
  output.write(Buffer.from('last words'));
  expect(told).toEqual([true]);
  stream.destroy();
  await expect.poll(() => told).toEqual([true, false]);
  output.write(Buffer.from('to nobody'));
  expect(told).toEqual([true, false]);
});

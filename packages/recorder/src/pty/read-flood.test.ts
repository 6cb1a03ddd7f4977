import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadNodePty } from './load-node-pty.ts';
import { startTerminal, type TerminalProcess } from './terminal-process.ts';

const FLOOD = 4_000_000;

test('every byte of a flood is given on in order, whatever room there is and however often it has to wait', async () => {
  await fc.assert(fc.asyncProperty(
    fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 20 }),
    fc.array(fc.integer({ min: 4096, max: 40_000 }), { minLength: 1, maxLength: 5 }),
    fc.integer({ min: 20_000, max: 400_000 }),
    async (writes, rooms, pauseEvery) => {
      const expected = writes.map((size, index) => String.fromCharCode(97 + index).repeat(size)).join('').repeat(5);
      const parts: Buffer[] = [];
      let [turn, since] = [0, 0];
      const terminal = await start(['node', '-e', `process.stdin.setRawMode(true); const write = (text) => { let from = 0; while (from < text.length) { try { from += require('fs').writeSync(1, text.slice(from)); } catch (error) { if (error.code !== 'EAGAIN') throw error; } } }; for (let turn = 0; turn < 5; turn += 1) ${JSON.stringify(writes)}.forEach((size, index) => write(String.fromCharCode(97 + index).repeat(size))); process.exit();`], (bytes, self) => {
        parts.push(Buffer.from(bytes));
        bytes.fill(0);
        since += bytes.length;
        if (since < pauseEvery) return;
        since = 0;
        self().pause();
        setImmediate(() => self().resume());
      }, () => Buffer.alloc(rooms[turn++ % rooms.length] ?? 4096));
      await terminal.exit;
      expect(Buffer.concat(parts).toString() === expected).toBe(true);
    },
  ), { numRuns: 6 });
});

test('nothing of a flood is given on while the command is to wait', async () => {
  let [bytes, since, whilePaused, isPaused] = [0, 0, 0, false];
  const terminal = await start(['sh', '-c', `stty -opost; head -c ${FLOOD} /dev/zero`], ({ length }, self) => {
    bytes += length;
    since += length;
    if (isPaused) whilePaused += length;
    if (since < 100_000) return;
    [since, isPaused] = [0, true];
    self().pause();
    setImmediate(() => { isPaused = false; self().resume(); });
  });
  await terminal.exit;
  expect(bytes).toBe(FLOOD);
  expect(whilePaused).toBe(0);
});

test('a key reaches a command in the middle of its flood', async () => {
  let bytes = 0;
  const terminal = await start(['sh', '-c', `stty raw -echo; yes & head -c 1 >/dev/null; kill $!`], ({ length }, self) => {
    if (bytes < FLOOD && bytes + length >= FLOOD) setTimeout(() => self().write(Buffer.from('q')));
    bytes += length;
  });
  await terminal.exit;
  expect(bytes).toBeGreaterThanOrEqual(FLOOD);
});

/** Starts a command whose output is given on with the terminal it came from. */
async function start([file = '', ...args]: readonly string[], onData: (bytes: Buffer, self: () => TerminalProcess) => void, room?: () => Buffer): Promise<TerminalProcess> {
  const terminal: TerminalProcess = startTerminal(await loadNodePty(), {
    file, args, cwd: '/', env: { PATH: process.env['PATH'] ?? '' }, columns: 80, rows: 24, term: 'xterm', ...(room && { room }),
    onData: (bytes) => onData(bytes, () => terminal),
  });
  return terminal;
}

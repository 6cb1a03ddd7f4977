// What no recorder in Node can be faster than: opens a terminal, runs a command in it and passes its bytes on, in the way that `playhead record` does,
// but records nothing.  node pass-bytes.mjs COMMAND…
import { spawnSync } from 'node:child_process';
import { readSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../../tooling/packages.mjs';

const FULL_BYTES = 2048;
const PIECE_BYTES = 16 * 1024;
const LOOKS = 2;
const MOST_MS = 8;
const [file, ...args] = process.argv.slice(2);
spawnSync('stty', ['raw', '-echo', '-opost'], { stdio: [0, 'ignore', 'ignore'] });
const { spawn } = createRequire(join(root, 'packages/recorder/package.json'))('@lydell/node-pty');
const room = Buffer.allocUnsafeSlow(PIECE_BYTES);
const pty = spawn(file, args, { cols: 80, rows: 24, cwd: process.cwd(), env: process.env, encoding: null });
pty.onData((bytes) => {
  if (bytes.length < FULL_BYTES || bytes.length >= PIECE_BYTES) return show(bytes);
  const end = performance.now() + MOST_MS;
  let filled = fill(bytes.copy(room));
  for (let looks = 0; filled > 0 || looks < LOOKS; filled = fill(0)) {
    looks += 1;
    if (filled === 0) continue;
    show(room.subarray(0, filled));
    if (performance.now() > end) return;
    looks = 0;
  }
});
pty._socket.once('end', () => {
  for (let length = readNow(0); length > 0; length = readNow(0)) show(room.subarray(0, length));
});
process.stdin.on('data', (bytes) => pty.write(bytes));
pty.onExit(({ exitCode }) => process.exit(exitCode));

function fill(filled) {
  let all = filled;
  for (let length = FULL_BYTES; length >= FULL_BYTES && all < PIECE_BYTES; all += length) length = readNow(all);
  return all;
}

function readNow(from) {
  try {
    return readSync(pty._fd, room, from, room.length - from, null);
  } catch {
    return 0; // nothing waits
  }
}

function show(bytes) {
  for (let written = 0; written < bytes.length;) written += writeSync(1, bytes, written);
}

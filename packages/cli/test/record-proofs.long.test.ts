import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lostByKill } from './killed-recorder.ts';
import { buildBin } from './support.ts';
import { bytesOf, fileOf, recordInTerminal } from './terminal-recording.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => { rmSync(bin, { force: true }); });

const RUNS = 50;
const KILLS = 12;

describe(`in ${String(RUNS)} of ${String(RUNS)} runs`, () => {
  test.each([
    [1, 'text'], [4095, 'text'], [4096, 'text'], [65_536, 'text'], [26_000_000, 'text'], [70_001, 'line feeds'], [70_001, 'bytes'],
  ] as const)('%i bytes of %s are shown and kept as they are, to the last one, and the exit code is that of the command', async (size, kind) => {
    let [whole, shownWhole, keptWhole, ended] = [0, 0, 0, 0];
    for (let run = 0; run < RUNS; run += 1) {
      const file = fileOf(size, kind);
      const exitCode = run % 7;
      const recorded = await recordInTerminal(bin, ['sh', '-c', `stty -opost; cat "$1"; exit ${String(exitCode)}`, 'sh', file]);
      const bytes = readFileSync(file);
      const [isShown, isKept, isEnded] = [recorded.shown.equals(bytes), bytesOf(recorded.records).equals(bytes), recorded.exitCode === exitCode];
      shownWhole += Number(isShown);
      keptWhole += Number(isKept);
      ended += Number(isEnded);
      whole += Number(isShown && isKept && isEnded);
      rmSync(file);
    }
    process.stderr.write(`${String(size)} bytes of ${kind}: shown ${String(shownWhole)}, kept ${String(keptWhole)}, ended right ${String(ended)} of ${String(RUNS)}\n`);
    expect(whole).toBe(RUNS);
  }, 3_600_000);
});

test.each([['off', 0], ['off', 16_000], ['entity', 0]] as const)('a recorder that is killed at any time loses at most 250 ms of what was shown: redaction %s, with %i bytes each 5 ms', async (policy, flood) => {
  const lost: number[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) lost.push(await lostByKill(bin, policy, Math.random() * 3000, flood));
  process.stderr.write(`redaction ${policy}, ${String(flood)} bytes: lost ${lost.toSorted((a, b) => a - b).join(' ')} ms\n`);
  expect(Math.max(...lost)).toBeLessThanOrEqual(250);
}, 3_600_000);

test.each(['SIGTERM', 'SIGKILL', 'SIGHUP', 'SIGQUIT', 'SIGSEGV'] as const)(`a command that %s ends is told so in ${String(RUNS / 5)} of ${String(RUNS / 5)} runs`, async (signal) => {
  for (let run = 0; run < RUNS / 5; run += 1) {
    const { exitCode, records } = await recordInTerminal(bin, ['sh', '-c', `ulimit -c 0; echo last; kill -${signal.slice(3)} $$`]);
    expect(records.find(({ type, data }) => type === 'terminal_output' && data['exitCode'] !== undefined)?.data).toMatchObject({ signal, exitCode });
    expect(bytesOf(records).toString()).toBe('last\r\n');
  }
}, 3_600_000);

import { expect } from 'vitest';
import { sitDown } from './recorded-person.ts';
import { bytesOf } from './terminal-recording.ts';

/** A program that prints what time it is, every five milliseconds, and so many bytes beside it. */
const clock = (bytes: number): string[] => [process.execPath, '-e', `setInterval(() => console.log('at ' + Date.now() + '\\n' + 'x'.repeat(${String(bytes)})), 5)`];
const lastTime = (text: string): number => Number([...text.matchAll(/at (\d{13})\r\n/g)].at(-1)?.[1] ?? Number.NaN);

/**
 * Records a clock and kills the recorder.
 *
 * @param after - How long after the first time that is shown, in milliseconds.
 * @param flood - So many bytes are printed each time.
 * @returns How many milliseconds of what was shown its log lacks.
 */
export async function lostByKill(bin: string, policy: string, after: number, flood = 0): Promise<number> {
  const person = sitDown(bin, clock(flood), { env: { PLAYHEAD_REDACTION: policy } });
  await person.sees('at ');
  const first = lastTime(`${person.shown().split('\n').find((line) => line.startsWith('at '))}\n`);
  await expect.poll(() => lastTime(person.shown()) - first).toBeGreaterThan(after);
  process.kill(person.pid, 'SIGKILL');
  await person.ended();
  const kept = lastTime(bytesOf(await person.records()).toString());
  return lastTime(person.shown()) - (Number.isNaN(kept) ? first : kept);
}

// Writes an asciicast whose screen tells by itself which event it stands at: each one prints its number.
import { closeSync, openSync, writeSync } from 'node:fs';

const COLUMNS = 120;
const ROWS = 36;
/** Events stand so far apart, in seconds. */
export const INTERVAL = 0.005;
const E = '\u001b';

/**
 * @param megabytes - About how much is printed, over so many events: coloured lines of a log, and now and then a box that an agent draws anew.
 * @returns How long it takes, in seconds.
 */
export function writeCast(path, megabytes, events) {
  const file = openSync(path, 'w');
  const length = Math.max(40, Math.round((megabytes * 1e6) / events));
  let lines = [JSON.stringify({ version: 2, width: COLUMNS, height: ROWS, env: { TERM: 'xterm-256color' } })];
  for (let event = 0; event < events; event += 1) {
    lines.push(JSON.stringify([Number((event * INTERVAL).toFixed(3)), 'o', textOf(event, length)]));
    if (lines.length < 5000) continue;
    writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  }
  writeSync(file, `${lines.join('\n')}\n`);
  closeSync(file);
  return (events - 1) * INTERVAL;
}

function textOf(event, length) {
  const head = event % 50 < 10 && event % 50 > 0 ? `${E}[3A${E}[J` : '';
  const box = event % 50 < 10 ? `${E}[35m⠋${E}[0m ${E}[1mWorking…${E}[0m ${E}[90m(${event % 50}s)${E}[0m\r\n${E}[36m> ${E}[0mnext step\r\n` : '';
  const start = `${head}${box}${E}[33m#${String(event).padStart(7, '0')}${E}[0m ${E}[3${event % 8}mcommit ${(event * 2_654_435_761 % 4_294_967_296).toString(16)}${E}[0m `;
  return `${start}${'abcdefgh ijklmno '.repeat(Math.ceil(length / 17)).slice(0, Math.max(4, length - start.length - 2))}\r\n`;
}

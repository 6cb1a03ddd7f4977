import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calmEmulator } from './calm-emulator.ts';
import { stateOf, writeNow } from './emulator-state.ts';
import { Keyframer } from './keyframer.ts';
import { unpack } from './packed.ts';
import { printedToken } from './test-support/printed-token.ts';
import { readScreen } from './test-support/read-screen.ts';

const ESC = '\u001b';
const SIZE = { columns: 20, rows: 6 } as const;

/** What is kept of the screen after some output; undefined where nothing is. */
async function kept(...output: readonly string[]): Promise<string | undefined> {
  const keyframer = new Keyframer(Terminal, SIZE);
  for (const data of output) await keyframer.feed({ kind: 'output', at: 0, data }, () => Promise.resolve());
  const keyframe = await keyframer.keep(false);
  keyframer.close();
  return keyframe && unpack(keyframe.screen);
}

function shown(output: string): string[] {
  const terminal = calmEmulator(Terminal, { ...SIZE, scrollback: 50 }) as Terminal; // it is made of this class
  writeNow(stateOf(terminal), output);
  return readScreen(terminal);
}

const UNTIDY = `${ESC}[4;31m${ESC}7${ESC}[0m${ESC}8`;

test.each([
  ['a look that a restored cursor left behind and that changed since', `${UNTIDY}${ESC}[35m`],
  ['a cursor behind an end that was erased in the alternate screen', `${ESC}[?1049h${'x'.repeat(20)}${ESC}[1K`],
  ['a wide character that had no room and can be repeated', `${ESC}[?7l${ESC}[1;20Hか`],
  ['half a wide character', `漢\b${ESC}[@`],
  ['half a sequence', `one${ESC}[3`],
])('%s is not kept wrong: the screen is kept as it is, or a little later', async (_, output) => {
  const screen = await kept(output);
  if (screen !== undefined) expect(shown(screen)).toEqual(shown(output));
  const later = `1H${ESC}[!p${ESC}[?7h${ESC}[0m${ESC}[?1049l${ESC}[2J${ESC}[Hon`;
  expect(shown((await kept(output, later)) ?? 'nothing kept')).toEqual(shown(output + later));
});

test('what cannot be written down is refused', async () => {
  expect(await kept(`漢\b${ESC}[@`)).toBe(undefined);
  expect(await kept(`${UNTIDY}${ESC}[35m`)).toBe(undefined);
  expect(await kept(`${ESC}]8;;https://example.com/${ESC}\\${ESC}8${ESC}[1m`)).toBe(undefined);
  expect(await kept(`one${ESC}[3`)).toBe(undefined);
});

test('whatever is kept comes back as it was', async () => {
  await fc.assert(fc.asyncProperty(fc.array(printedToken, { maxLength: 60 }), async (tokens) => {
    const output = tokens.join('');
    const screen = await kept(output);
    if (screen !== undefined) expect(shown(screen)).toEqual(shown(output));
  }), { numRuns: Number(process.env['PLAYHEAD_RUNS'] ?? 200) });
});

import { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitRepetitions } from './limits.ts';
import { isAtGround, stateOf, writeNow } from './emulator-state.ts';
import { isSound } from './looks.ts';
import { serializeScreen } from './serialize-screen.ts';
import { printedToken } from './test-support/printed-token.ts';
import { readScreen } from './test-support/read-screen.ts';

const ESC = '\u001b';
const options = { cols: 20, rows: 6, scrollback: 50, allowProposedApi: true } as const;

function fed(output: string, size: { cols: number; rows: number } = options): Terminal {
  const terminal = new Terminal({ ...options, ...size });
  limitRepetitions(terminal);
  writeNow(stateOf(terminal), output);
  return terminal;
}

function restored(terminal: Terminal, scrollback = false): Terminal {
  return fed(serializeScreen(terminal, { scrollback }), terminal);
}

const cases: readonly [string, string][] = [
  ['plain text', 'one\r\ntwo\r\n'],
  ['colours', `${ESC}[31mred${ESC}[0;97;44mon blue${ESC}[38;5;200mindexed${ESC}[48;2;1;2;3mtrue${ESC}[1;2;3;5;7;8;9;53mall`],
  ['underlines', `${ESC}[4:3;58:2::255:0:9mcurly${ESC}[4:5;58:5:77mdashed${ESC}[21mdouble${ESC}[24mnone`],
  ['links', `${ESC}]8;;https://example.com/a;b${ESC}\\link${ESC}]8;id=x;https://example.com/${ESC}\\other${ESC}]8;;${ESC}\\ no`],
  ['an open link', `${ESC}]8;;https://example.com/${ESC}\\link`],
  ['wide and joined characters', 'かな e\u0301 漢字 👨‍👩‍👧 a\u0308\u0301'],
  ['a cut wide character', `かな${ESC}[1;2HX${ESC}[31m${ESC}[1;3Hy`],
  ['a wide character that did not fit', `${ESC}[41m${'x'.repeat(19)}か`],
  ['wrapped rows', 'x'.repeat(50)],
  ['a wrapped first row', `${'y'.repeat(20 * 8)}`],
  ['a pending wrap', `${'x'.repeat(20)}`],
  ['a pending wrap with another look', `${ESC}[32m${'x'.repeat(20)}${ESC}[35m`],
  ['a pending wrap after a wide character', `${'x'.repeat(18)}か`],
  ['what can be repeated', `ab${ESC}[31mc`],
  ['what can be repeated in insert mode', `hello world${ESC}[1;3H${ESC}[4hZ`],
  ['a saved cursor with a look', `${ESC}[3;4H${ESC}[31;1;4m${ESC}7${ESC}[0m${ESC}[H`],
  ['a look after a restored cursor', `${ESC}[4;31m${ESC}7${ESC}[0m${ESC}8`],
  ['margins and origin', `${ESC}[2;4r${ESC}[?6h${ESC}[2;3Hx`],
  ['line drawing', `${ESC}(0lqqk${ESC})A\u000e#`],
  ['a saved set of characters', `${ESC}(0${ESC}7${ESC}(B${ESC}8lqk`],
  ['tab stops', `${ESC}[3g${ESC}[1;5H${ESC}H${ESC}[1;12H${ESC}H\rab\tcd`],
  ['modes', `${ESC}[?1;45;1004;1003;1006;2004h${ESC}=${ESC}[?7l${ESC}[?25l${ESC}[4h${ESC}[3 q`],
  ['synchronised output', `a${ESC}[?2026hb`],
  ['the alternate screen', `normal${ESC}[?1049h${ESC}[2;2Halternate${ESC}7${ESC}[3;3H`],
  ['a saved cursor in the alternate screen by 1049', `one\r\ntwo${ESC}[31m${ESC}[?1049h${ESC}[Hx${ESC}7${ESC}[?1049l`],
  ['erased cells with a background', `${ESC}[44m${ESC}[2J${ESC}[3;3Hx${ESC}[K`],
  ['protected cells', `${ESC}[1"qkept${ESC}[0"qnot`],
  ['new lines that return', `${ESC}[20ha\nb`],
];

test.each(cases)('%s come back', (_, output) => {
  const terminal = fed(output);
  expect(readScreen(restored(terminal))).toEqual(readScreen(terminal));
});

test.each(cases)('%s go on the same', (_, output) => {
  const goesOn = `${ESC}[3b!か\u0301${ESC}8saved\u000fq\u000e#${ESC}(B${ESC}[2;2Hq\r\n\tz${ESC}[?1049lnormal${ESC}[?6l${ESC}[6;1H\n`;
  const terminal = fed(output);
  const other = restored(terminal);
  for (const character of goesOn) {
    writeNow(stateOf(terminal), character);
    writeNow(stateOf(other), character);
    expect(readScreen(other), `after ${JSON.stringify(character)}`).toEqual(readScreen(terminal));
  }
});

test('what scrolled out of sight comes back where it is asked for', () => {
  const output = Array.from({ length: 40 }, (_, line) => `${ESC}[${String(30 + (line % 8))}mline ${String(line)} ${'か'.repeat(line % 17)}${ESC}[0m\r\n`).join('');
  const terminal = fed(output);
  expect(readScreen(restored(terminal, true), { history: 30 })).toEqual(readScreen(terminal, { history: 30 }));
  expect(readScreen(restored(terminal))).toEqual(readScreen(terminal));
});

/** Whether a wide character was printed last that has no room in the last column, where nothing wraps: it can be repeated, and is nowhere to be seen. */
function isDroppedAtEnd(terminal: Terminal): boolean {
  const { _inputHandler: { _parser: { precedingJoinState } }, buffers: { active }, coreService: { decPrivateModes: { wraparound } } } = stateOf(terminal);
  return !wraparound && ((precedingJoinState >>> 1) & 3) === 2 && active.lines.get(active.ybase + active.y)?.getWidth(active.x - 2) !== 2;
}

/** Whether the second half of a wide character stands somewhere without its first: what is inserted right before it takes that away. */
function hasLoneHalf(terminal: Terminal): boolean {
  const { buffers: { normal, alt } } = stateOf(terminal);
  return [normal, alt].some(({ lines, ybase }) => Array.from({ length: terminal.rows }, (_, row) => lines.get(ybase + row)).some((line) => line && Array.from({ length: terminal.cols }, (_, column) => column).some((column) => line.getWidth(column) === 0 && line.hasContent(column) === 0 && (column === 0 || line.getWidth(column - 1) !== 2))));
}

test('whatever is printed comes back', () => {
  fc.assert(fc.property(fc.array(printedToken, { maxLength: 60 }), (tokens) => {
    const terminal = fed(tokens.join(''));
    const { _inputHandler: { _curAttrData: look }, buffers: { alt, active: { savedCurAttrData: saved } } } = stateOf(terminal);
    // Not every look that a restored cursor can leave behind can be written down, nor a cursor behind an erased end: a keyframe is made a little later then.
    if (alt.x >= terminal.cols && terminal.buffer.active.getLine(alt.y)?.getCell(terminal.cols - 1)?.getChars() === '') return;
    if (!isAtGround(stateOf(terminal)) || (!isSound(look) && (look.fg !== saved.fg || look.bg !== saved.bg))) return;
    if (isDroppedAtEnd(terminal) || hasLoneHalf(terminal) || (!isSound(look) && terminal.buffer.active.cursorX >= terminal.cols)) return;
    expect(readScreen(restored(terminal))).toEqual(readScreen(terminal));
  }), { numRuns: Number(process.env['PLAYHEAD_RUNS'] ?? 300) });
});

test('an emulator of another kind is refused', () => {
  expect(() => serializeScreen({ cols: 80, rows: 24, write: () => undefined, resize: () => undefined, reset: () => undefined, dispose: () => undefined, parser: { registerCsiHandler: () => undefined } })).toThrow(expect.objectContaining({ code: 'usage' }));
});

import { rmSync } from 'node:fs';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { keysOn } from '@playhead/replay-core';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { helpRows, type TerminalCommand } from '../src/replay/view/help.ts';
import { buildBin, temporary } from './support.ts';
import { printed, type Recorded, recordTerminal } from './terminal-session.ts';
import { hasTmux, openWindow, type Window } from './tmux.ts';

const tmux = hasTmux();
const bin = tmux ? await buildBin() : '';
afterAll(() => rmSync(bin, { force: true }));

/** A minute of a clock that tells its seconds, with something of everything beside it. */
function minute(): readonly Recorded[] {
  const second = (at: number): Recorded => printed(at * 1_000_000, `\u001b[H\u001b[2Jsecond ${at}${at % 10 === 0 ? ' round' : ''}`);
  const beside: readonly Recorded[] = [
    { at: 5_000_000, type: 'prompt', data: { text: 'Tell the time', origin: 'human' } }, { at: 10_000_000, type: 'moment', data: { title: 'Ten' } },
    { at: 20_000_000, type: 'snapshot', data: { reference: 'abc1234', title: 'Tree of twenty' } }, { at: 15_000_000, type: 'failure', data: { kind: 'tool', message: 'It broke' } },
    { at: 35_000_000, type: 'failure', data: { kind: 'tool', message: 'It broke again' } }, { at: 40_000_000, type: 'moment', data: { title: 'Forty' } },
    { at: 45_000_000, type: 'prompt', data: { text: 'Go on', origin: 'human' } }, { at: 50_000_000, type: 'snapshot', data: { reference: 'def5678', title: 'Tree of fifty' } },
  ];
  const history = printed(0, Array.from({ length: 40 }, (_, line) => `history ${line}\r\n`).join(''));
  return [history, ...Array.from({ length: 61 }, (_, at) => second(at)), ...beside].toSorted((a, b) => a.at - b.at);
}

/** What tmux calls keys of the key map. */
const NAMES: Readonly<Record<string, string>> = { ' ': 'Space', ArrowLeft: 'Left', ArrowRight: 'Right', ArrowUp: 'Up', ArrowDown: 'Down', PageUp: 'PPage', PageDown: 'NPage', Control: 'C', Shift: 'S', Alt: 'M' };
const tmuxName = (key: string): string => (key === '+' ? key : key.split('+').map((word) => NAMES[word] ?? word).join('-'));

describe.skipIf(!tmux)('the key', () => {
  const dir = temporary();
  let window: Window;
  let id = '';
  beforeEach(async () => {
    if (id === '') {
      ({ id } = await recordTerminal(dir, minute(), { columns: 60, rows: 8 }));
      window = openWindow([process.execPath, bin, 'replay', id, '--at', 'start', '--dir', dir], { columns: 80, rows: 34 });
      await window.shows('second 0');
    }
    window.answer('g', '25.5');
    await window.shows(/^second 25 /);
    await window.shows(/⏸ 1× 0:25/);
  });

  const second = (at: number) => (): Promise<void> => window.shows(new RegExp(`^second ${at} `));
  const says = (what: string | RegExp) => (): Promise<void> => window.shows(what);
  const rate = (value: string, back: string) => async (): Promise<void> => {
    await window.shows(`Speed ${value}×`);
    window.keys(back);
    await window.shows('Speed 1×');
  };
  const endSearch = async (): Promise<void> => {
    window.keys('Escape');
    await window.shows(/⏸ 1×/);
  };
  const annotations = async (): Promise<string> => {
    const storage = fsStorage({ dir });
    try {
      return JSON.stringify(await storage.annotations(id));
    } finally {
      await storage.close();
    }
  };
  const effects: Readonly<Partial<Record<TerminalCommand, (key: string) => Promise<unknown>>>> = {
    'play-pause': async () => {
      await window.shows(/^second 26 [^]*▶/);
      window.keys('Space');
      await window.shows('⏸');
    },
    back: second(20), forward: second(30), 'back-second': second(24), 'forward-second': second(26), 'back-far': second(0), 'forward-far': second(55),
    'previous-frame': second(24), 'next-frame': second(26),
    start: second(0), end: second(60), live: second(60), percent: (key) => second(Number(key) * 6)(),
    'previous-moment': says(/#\d of \d+, 0:20: Tree of twenty/), 'next-moment': says(/#\d of \d+, 0:35: .*It broke again/),
    'previous-snapshot': says('0:20: Tree of twenty'), 'next-snapshot': says('0:50: Tree of fifty'),
    'previous-turn': second(5), 'next-turn': second(45), 'previous-error': second(15), 'next-error': second(35),
    faster: () => rate('2', 'Down')(), slower: () => rate('0.5', 'Up')(),
    idle: async () => {
      await window.shows('Idle time as it was');
      window.keys('c');
      await window.shows('Idle time shortened');
    },
    'go-to': async () => {
      window.type('#1');
      window.keys('Enter');
      await second(5)();
      window.answer('g', 'nowhere');
      await window.shows('This recording has no place "nowhere"');
    },
    search: async () => {
      window.type('Round');
      window.keys('Enter');
      await window.shows(/^second 30 round[^]*"Round" \d of \d/);
      window.answer('/', 'not there');
      await window.shows('Nothing says "not there"');
      await endSearch();
    },
    'next-hit': async () => {
      window.keys('n');
      await second(40)();
      await endSearch();
    },
    'previous-hit': async () => {
      window.keys('N');
      await second(20)();
      await endSearch();
    },
    'inspect-snapshot': says(/Snapshot[^]*Tree of twenty[^]*kept as abc1234/),
    intervene: says(/Go on from here[^]*git worktree add \S+ abc1234/),
    note: async () => {
      window.type('Look here é');
      window.keys('Enter');
      await window.shows('Noted: Look here é');
      expect(await annotations()).toContain('Look here é');
    },
    mark: async () => {
      window.type('My mark');
      window.keys('Enter');
      await window.shows('Marked: My mark');
      window.keys('Home');
      window.answer('g', 'my mark');
      await window.shows(/^second 25 [^]*#\d My mark/);
    },
    'next-terminal': async () => {
      await window.shows(/\$ bash -i/);
      await window.shows('> Tell the time');
      window.keys('t');
      await second(25)();
    },
    'page-up': async () => {
      await window.shows(/^history \d+/);
      window.keys('Escape');
      await second(25)();
    },
    'page-down': second(25),
    'pan-left': second(25), 'pan-right': second(25), 'pan-up': second(25), 'pan-down': second(25), // how a smaller window looks around is in replay.test.ts
    redraw: second(25),
    close: () => expect.poll(window.text).not.toContain('quit'),
    shortcuts: async () => {
      for (const [about] of helpRows) await window.shows(about);
    },
  };
  /** Those that end or stop the program are in replay.test.ts. */
  const elsewhere: readonly string[] = ['leave', 'suspend'];

  for (const [command, keys = []] of Object.entries({ ...keysOn('terminal'), ...keysOn('terminal-search') })) {
    for (const key of keys) {
      test.skipIf(elsewhere.includes(command))(`${key} does ${command}`, async () => {
        if (command === 'close') {
          window.keys('?');
          await window.shows('quit');
          window.keys(tmuxName(key));
        } else if (command.endsWith('-hit')) {
          window.answer('/', 'round');
          await window.shows(/^second 30 /);
        } else window.keys(tmuxName(key));
        const effect = effects[command as TerminalCommand]; // the keys of this table are commands
        expect(effect, `no test says what ${command} does`).toBeDefined();
        await effect?.(key);
      });
    }
  }

  test('every key that counts in a terminal is in the help, once', () => {
    const shown = helpRows.flatMap(([, ...commands]) => commands);
    expect(shown.toSorted()).toEqual(Object.keys({ ...keysOn('terminal'), ...keysOn('terminal-search') }).toSorted());
  });
});

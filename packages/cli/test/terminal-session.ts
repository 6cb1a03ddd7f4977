import { createIdSource, encodeRecord, type JsonObject } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { loadEmulator } from '../src/replay/screen/load-emulator.ts';
import { type CellGrid } from '../src/replay/screen/cell-grid.ts';
import { readScreen } from '../src/replay/screen/read-screen.ts';

/** When every session of these tests begins: microseconds since the Unix epoch. */
export const START = 1_763_700_000_000_000;

/** What was recorded at a time: microseconds since the beginning. */
export interface Recorded {
  readonly at: number;
  readonly type: string;
  readonly data: JsonObject;
}

export const printed = (at: number, text: string): Recorded => ({ at, type: 'terminal_output', data: { stream: 'pty', text } });
export const resized = (at: number, columns: number, rows: number): Recorded => ({ at, type: 'terminal_resize', data: { columns, rows } });

/** Records a terminal session into a data directory. @returns Its id, and a way to add to it. */
export async function recordTerminal(dir: string, what: readonly Recorded[], { columns = 60, rows = 15, over = true }: { columns?: number; rows?: number; over?: boolean } = {}): Promise<{ readonly id: string; add(more: readonly Recorded[]): Promise<void> }> {
  const storage = fsStorage({ dir });
  const nextId = createIdSource();
  const call = nextId();
  const header = { sessionId: nextId(), name: 'A terminal', harness: 'pty', agentName: 'shell', workspaceName: 'w' };
  let n = 0;
  const lineOf = ({ at, type, data }: Recorded): string => encodeRecord({ id: nextId(), p: 'pty', e: 0, n: n++, at: START + at, type, via: 'pty', data, ...(/^(terminal_|tool_)/.test(type) && { call }) });
  await storage.create(header);
  const last = Math.max(0, ...what.map(({ at }) => at));
  await storage.append(header.sessionId, [
    { at: 0, type: 'session_start', data: header }, { at: 0, type: 'terminal_command', data: { command: 'bash -i', pty: { columns, rows, term: 'xterm-256color' } } }, ...what,
    ...(over ? [{ at: last, type: 'terminal_output', data: { stream: 'pty', text: '', exitCode: 0 } }, { at: last, type: 'tool_result', data: { status: 'ok' } }, { at: last, type: 'session_stop', data: { outcome: 'success' } }, { at: last, type: 'session_status', data: { status: 'completed' } }] : []),
  ].map(lineOf));
  return {
    id: header.sessionId,
    add: async (more) => {
      await storage.append(header.sessionId, more.map(lineOf));
    },
  };
}

/** What an emulator shows that was fed all of a terminal up to a time: microseconds since the beginning. */
export async function shownAt(what: readonly Recorded[], at: number, { columns = 60, rows = 15 }: { columns?: number; rows?: number } = {}): Promise<CellGrid> {
  const Terminal = await loadEmulator();
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  for (const one of what) {
    if (one.at > at) break;
    if (one.type === 'terminal_resize') terminal.resize(Number(one.data['columns']), Number(one.data['rows']));
    if (one.type === 'terminal_output') await new Promise<void>((done) => { terminal.write(String(one.data['text']), done); });
  }
  const grid = readScreen(terminal);
  terminal.dispose();
  return grid;
}

/** A terminal in which much happens: colours, attributes, wide characters, a full screen program, other sizes. The same each time. */
export function busyTerminal(count: number): readonly Recorded[] {
  let seed = 42;
  const next = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * below);
  };
  const pick = (words: readonly string[]): string => words[next(words.length)] ?? '';
  const style = (): string => `\u001b[0;${pick(['1', '2', '3', '4', '7', '9', '31', '44', '95', '38;5;208', '48;5;17', '38;2;10;200;30', '1;4;33;46'])}m`;
  const words = ['build ok', '你好世界', 'é à ü', '┌──┐', '█▓▒░', '$ npm test', 'FAIL src/a.ts'];
  return Array.from({ length: count }, (_, place): Recorded => {
    const at = place * 90_000 + next(80_000) + 1;
    if (place === Math.floor(count / 3)) return printed(at, '\u001b[?1049h\u001b[2J\u001b[H\u001b[3;10r');
    if (place === Math.floor(count / 2)) return printed(at, '\u001b[r\u001b[?1049l\u001b[m');
    if (place === Math.floor((count * 2) / 3)) return resized(at, 50, 12);
    const move = pick(['\r\n', '\r\n', '\r\n', `\u001b[${1 + next(12)};${1 + next(50)}H`, '\u001b[K', `\u001b[${next(3)}J`, '\u001bM', '\t', '\u001b[2L']);
    return printed(at, `${move}${style()}${pick(words)}${next(3) === 0 ? '\u001b[m' : ''} ${place}`);
  });
}

import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { temporary } from './support.ts';

/** The session that {@link writeLargeSession} writes. */
export const LARGE_SESSION = '01937d1e-7c3a-7000-8000-5f2b6c8d9e01';

/** How a large session is made. */
export interface LargeSession {
  /** How many bytes its log has at least. */
  readonly bytes: number;
  /** How many characters each command prints. */
  readonly output: number;
  /** How many commands the given turn has. Default 100. */
  readonly steps?: (turn: number) => number;
}

/** Writes the log of a session as fast as the disk takes it. @returns How many turns it has. */
export function writeLargeSession(dir: string, { bytes, output, steps = () => 100 }: LargeSession): number {
  mkdirSync(join(dir, 'sessions'), { recursive: true });
  const file = openSync(join(dir, 'sessions', `20251121T000000000Z_00000000_${LARGE_SESSION}.jsonl`), 'w');
  const text = 'It went well. '.repeat(Math.ceil(output / 14)).slice(0, output);
  let [n, written, size, turn] = [0, 0, 0, 0];
  let batch: string[] = [];
  const write = (type: string, data: string, call = ''): void => {
    const line = `{"$r":1,"id":"01937d1e-7c3a-7000-8000-${String(n).padStart(12, '0')}","p":"p","e":0,"n":${n},"at":${1_763_690_000_000_000 + n * 1000},"type":"${type}","via":"sdk"${call},"data":${data}}\n`;
    n += 1;
    size += line.length;
    batch.push(line);
    if (size < 4_000_000) return;
    writeSync(file, batch.join(''));
    [written, size, batch] = [written + size, 0, []];
  };
  write('session_start', JSON.stringify({ sessionId: LARGE_SESSION, name: 'Large', harness: 'test', agentName: 'agent', workspaceName: 'workspace' }));
  while (written + size < bytes) {
    turn += 1;
    write('prompt', `{"text":"Prompt ${turn}","origin":"human"}`);
    for (let step = 1; step <= steps(turn); step += 1) {
      const call = `,"call":"toolu_${turn}_${step}"`;
      write('terminal_command', `{"command":"make part-${step}","tool":"Bash"}`, call);
      write('terminal_output', `{"text":"${turn}.${step} ${text}"}`, call);
      write('tool_result', `{"status":"ok","text":"made ${turn}.${step}"}`, call);
    }
    write('turn_end', `{"text":"Done ${turn}"}`);
  }
  writeSync(file, batch.join(''));
  closeSync(file);
  return turn;
}

/** What a process used. */
export interface Usage {
  /** The most memory it had, in bytes. */
  readonly memory: number;
  /** How many bytes it read; undefined where the system does not tell. */
  readonly read: number | undefined;
}

/** Runs the executable as a process of its own, and measures it. */
export function measured(bin: string, args: readonly string[]): { code: number | null; out: string; err: string; usage: Usage } {
  const folder = temporary();
  const watcher = join(folder, 'watcher.mjs');
  const report = join(folder, 'usage.json');
  writeFileSync(watcher, `
    import { readFileSync, writeFileSync } from 'node:fs';
    process.on('exit', () => {
      let io = '';
      try { io = readFileSync('/proc/self/io', 'utf8'); } catch {}
      const read = /rchar: (\\d+)/.exec(io)?.[1];
      writeFileSync(${JSON.stringify(report)}, JSON.stringify({ memory: process.resourceUsage().maxRSS * 1024, ...(read && { read: Number(read) }) }));
    });`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', watcher, bin, ...args], { encoding: 'utf8', maxBuffer: 1e9 });
  return { code: status, out: stdout, err: stderr, usage: JSON.parse(readFileSync(report, 'utf8')) as Usage }; // written above
}

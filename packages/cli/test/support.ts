import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect } from 'vitest';
import type { SessionDocument, StepDocument } from '@playhead/replay-core';
import type { CommandContext } from '../src/command.ts';
import { readServerNote, waitForServer } from '../src/local-server.ts';
import { run } from '../src/run.ts';
import { withoutGuardInBundle } from '../../../tooling/without-guard.mjs';
import { faultsOfJson } from './json-of-commands.ts';

/** The repository. */
export const root: string = resolve(import.meta.dirname, '../../..');

/** The captures that the Claude adapter is tested with. */
export const captureOf = (name: string): string => join(root, 'packages/hooks-claude/fixtures', name);

const made: string[] = [];
afterAll(() => { for (const path of made) rmSync(path, { recursive: true, force: true }); });

/** A directory that goes away after the tests of a file. */
export function temporary(): string {
  const path = mkdtempSync(join(tmpdir(), 'playhead-cli-'));
  made.push(path);
  return path;
}

/** What a command printed and returned. What it prints with `--json` must be as its published schema says. */
export async function playhead(args: readonly string[], options: { env?: Record<string, string>; cwd?: string } = {}): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const context: CommandContext = {
    output: { line: (text) => void out.push(text), write: (text) => void out.push(text), note: (text) => void err.push(text) },
    env: { HOME: temporary(), CI: '1', ...options.env }, cwd: options.cwd ?? temporary(), interactive: false, signal: new AbortController().signal,
  };
  const code = await run(args, context);
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args;
  if (own.includes('--json')) expect(await faultsOfJson(args, out)).toEqual([]);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** The executable made of the sources, so that no test runs a stale build; the files of one run of the tests share it. Whoever asks removes what is answered. */
export async function buildBin(): Promise<string> {
  const outfile = join(root, 'packages/cli/dist', `test-bin-${process.pid}.js`);
  const folder = process.env['PLAYHEAD_TEST_BUILDS'];
  const shared = folder === undefined ? undefined : join(folder, 'bin.js');
  if (shared !== undefined && existsSync(shared)) {
    mkdirSync(join(root, 'packages/cli/dist'), { recursive: true });
    copyFileSync(shared, outfile);
    return outfile;
  }
  await build({ entryPoints: [join(root, 'packages/cli/src/bin.ts')], outfile, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], external: ['@lydell/node-pty'], plugins: withoutGuardInBundle(), logLevel: 'error', banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
  if (shared !== undefined) {
    copyFileSync(outfile, `${shared}.${process.pid}`);
    renameSync(`${shared}.${process.pid}`, shared); // whole, or not there
  }
  return outfile;
}

/** A server process that can be killed and started again. */
export interface ServerProcess {
  url(): string;
  /** Ends it at once. @returns The signal it died of; undefined when none was running. */
  kill(): Promise<NodeJS.Signals | null | undefined>;
  /** @param port - Default: the one of the beginning. */
  start(port?: string): Promise<void>;
}

export async function serverProcess(bin: string, dir: string, first = '0'): Promise<ServerProcess> {
  let child: ChildProcess | undefined;
  const server: ServerProcess = {
    url: () => readServerNote(dir)?.url ?? 'http://127.0.0.1:9',
    async kill() {
      if (!child) return undefined;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      const [, signal] = (await gone) as [number | null, NodeJS.Signals | null]; // the arguments of this event
      child = undefined;
      return signal;
    },
    async start(port = first) {
      child = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', port], { stdio: ['ignore', 'ignore', 'inherit'] });
      await waitForServer(dir, child.pid === undefined ? {} : { pid: child.pid });
    },
  };
  await server.start();
  return server;
}

/**
 * A document without what differs between two recordings of the same thing: made ids (each becomes its
 * number in order of appearance, so that references still count) and times (relative to the start).
 */
export function comparable(document: SessionDocument): unknown {
  const start = document.session.startedAt;
  const ids = new Map<string, string>();
  return JSON.parse(JSON.stringify(document, (_key, value: unknown) => {
    if (typeof value === 'number') return value >= start && value < start + 1e12 ? value - start : value;
    if (typeof value !== 'string') return value;
    if (/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)) {
      if (!ids.has(value)) ids.set(value, `id ${ids.size}`);
      return ids.get(value);
    }
    return value.replace(/\/\S*playhead-cli-[^/\s]*/g, 'TMP');
  }));
}

export const stepsOf = (document: SessionDocument): StepDocument[] => document.turns.flatMap(({ steps }) => steps);

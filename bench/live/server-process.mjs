// Starts a server of ours, or the peer, in a process of its own, and looks at what it holds.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from '../../tooling/packages.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const ENTRY = `
  import { createHandler } from '@playhead/server';
  import { listen } from '@playhead/server/node';
  import { fsStorage } from '@playhead/storage-adapters/fs';
  import { answerLooks } from ${JSON.stringify(join(here, 'looks.mjs'))};
  const storage = fsStorage({ dir: process.argv[2] });
  const handler = createHandler({ storage, onError: (error) => console.error(error) });
  const { url } = await listen(handler, { port: 0 });
  answerLooks(url);`;

/** Writes the server as one file, so that its process needs no TypeScript. @returns Its path. */
export async function bundleServer(directory) {
  const outfile = join(directory, 'server.mjs');
  await build({
    stdin: { contents: ENTRY, resolveDir: root, loader: 'ts' }, bundle: true, outfile, format: 'esm', platform: 'node', target: 'node20', conditions: ['@playhead/source'], logLevel: 'error',
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  });
  return outfile;
}

/** Starts a server process. @returns Its address, how to look at it and how to stop it. */
export async function startServer(script, dataDirectory) {
  const child = fork(script, [dataDirectory], { execArgv: ['--expose-gc'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const [{ url }] = await once(child, 'message');
  return {
    url,
    /** Memory after a collection when asked for, processor time, watches of files, descriptors and sockets. */
    async look({ collect = false } = {}) {
      child.send({ collect });
      const [told] = await once(child, 'message');
      return { ...told, ...descriptorsOf(child.pid) };
    },
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function descriptorsOf(pid) {
  try {
    const links = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => { try { return [readlinkSync(`/proc/${pid}/fd/${fd}`)]; } catch { return []; } });
    return { descriptors: links.length, sockets: links.filter((link) => link.startsWith('socket:')).length };
  } catch {
    return { descriptors: undefined, sockets: undefined };
  }
}

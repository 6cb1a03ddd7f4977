// What the conformance suite can do to the http storage: a real server on an fs directory, for our tests.
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SessionStorage } from '@playhead/protocol';
import { httpStorage, type HttpStorageOptions } from '@playhead/storage-adapters/http';
import type { CheckStorageOptions } from '@playhead/storage-adapters/testing';
import { buildSync } from 'esbuild';
import { fsUnderTest } from '../../storage-adapters/src/fixtures/fs-hooks.ts';
import { createHandler } from '../src/index.ts';
import { listen, type Listening } from '../src/node.ts';

const SCRIPT = fileURLToPath(new URL('./fixtures/http-conformance.mjs', import.meta.url));

/** An http storage on a server of its own for every `create`, with every hook that this system allows. */
export interface HttpUnderTest extends CheckStorageOptions {
  /** Stops all servers and removes all folders. */
  remove(): Promise<void>;
}

/** Prepares it: builds the module that processes load. */
export function httpUnderTest(options: Partial<HttpStorageOptions> = {}): HttpUnderTest {
  const fs = fsUnderTest();
  const root = mkdtempSync(join(tmpdir(), 'playhead-http-'));
  const built = join(root, 'http.mjs');
  buildSync({
    stdin: { contents: `export { httpStorage } from '@playhead/storage-adapters/http'; export { runCrashTask, runWriter } from '@playhead/storage-adapters/testing';`, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    outfile: built, bundle: true, platform: 'node', format: 'esm', conditions: ['@playhead/source'],
  });
  const module = pathToFileURL(built).href;
  const inner = new WeakMap<SessionStorage, SessionStorage>();
  const servers = new Set<Listening>();
  const urls = new WeakMap<SessionStorage, string>();
  const behind = (storage: SessionStorage): SessionStorage => {
    const found = inner.get(storage);
    if (!found) throw new Error('no such storage');
    return found;
  };
  const connect = (url: string, files: SessionStorage): SessionStorage => {
    const storage = httpStorage({ url, retryMs: 20, retries: 2, compress: true, ...options });
    inner.set(storage, files);
    urls.set(storage, url);
    return storage;
  };
  const serve = async (files: SessionStorage): Promise<SessionStorage> => {
    const server = await listen(createHandler({ storage: files }), { port: 0 });
    servers.add(server);
    return connect(server.url, files);
  };
  const start = (storage: SessionStorage, ...args: readonly string[]): ChildProcessByStdio<null, Readable, null> => spawnChild(module, urls.get(storage) ?? '', ...args);
  const { createSmall, disable } = fs;
  return {
    create: async () => serve(await fs.create()),
    reopen: (storage) => connect(urls.get(storage) ?? '', behind(storage)),
    appendRaw: (storage, sessionId, text) => fs.appendRaw?.(behind(storage), sessionId, text),
    passTime: (storage, milliseconds) => fs.passTime?.(behind(storage), milliseconds),
    maintain: (storage, sessionId) => fs.maintain?.(behind(storage), sessionId),
    spawnWriter(storage, task, acknowledged) {
      const child = start(storage, 'writer', JSON.stringify(task));
      const lines = createInterface(child.stdout).on('line', (line) => acknowledged(Number(line)));
      const read = new Promise<void>((resolve) => lines.on('close', () => resolve()));
      return { ended: new Promise((resolve) => child.on('close', () => void read.then(resolve))), kill: () => child.kill('SIGKILL') };
    },
    crash: (storage, task, step) => new Promise((resolve, reject) => {
      const child = start(storage, 'crash', JSON.stringify(task), String(step));
      let said = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => { said += text; });
      child.on('close', (_, signal) => {
        if (signal === 'SIGKILL' || said === 'done\n') resolve(signal === 'SIGKILL' ? 'killed' : 'done');
        else reject(new Error(`the process that was to crash ended with "${said}" (${signal})`));
      });
    }),
    ...(createSmall && {
      async createSmall() {
        const small = await createSmall();
        return { ...small, storage: await serve(small.storage) };
      },
    }),
    ...(disable && { disable: (storage: SessionStorage) => disable(behind(storage)) }),
    reasons: fs.reasons ?? {},
    async remove() {
      await Promise.all([...servers].map((server) => server.close()));
      fs.remove();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

function spawnChild(module: string, url: string, ...args: readonly string[]): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [SCRIPT, module, url, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
}

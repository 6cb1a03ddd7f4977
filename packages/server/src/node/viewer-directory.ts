import { readFile, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { ViewerFile, ViewerFiles } from '../http/context.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8', '.html': 'text/html; charset=utf-8', '.ico': 'image/x-icon', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.map': 'application/json; charset=utf-8', '.png': 'image/png', '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm', '.woff2': 'font/woff2',
};

/** Files whose names change with what is in them: a server says so to browsers too. */
const LASTING = /^assets\/[\w.-]+$/;

/**
 * Serves the built web app from a directory, and nothing outside it: neither `..` nor a symbolic link leads out. What lies in `assets/` is read
 * once, and what the page names there as soon as somebody asks for the page: a browser asks for it next, and waits for all of it.
 *
 * @param directory - The directory that holds `index.html`.
 */
export function viewerDirectory(directory: string): ViewerFiles {
  const kept = new Map<string, Promise<ViewerFile | undefined>>();
  const lasting = (path: string): Promise<ViewerFile | undefined> => {
    const known = kept.get(path);
    if (known) return known;
    const reading = readFrom(directory, path).then((file) => {
      if (!file) kept.delete(path); // it may come yet
      return file;
    });
    kept.set(path, reading);
    return reading;
  };
  return {
    async read(path) {
      if (LASTING.test(path)) return lasting(path);
      const file = await readFrom(directory, path);
      if (path === 'index.html' && file) for (const [, named = ''] of new TextDecoder().decode(file.bytes).matchAll(/(?:src|href)="\/(assets\/[\w.-]+)"/g)) void lasting(named);
      return file;
    },
  };
}

async function readFrom(directory: string, path: string): Promise<ViewerFile | undefined> {
  try {
    const root = await realpath(directory);
    const file = await realpath(resolve(root, path));
    if (!file.startsWith(root + sep)) return undefined;
    return { bytes: new Uint8Array(await readFile(file)), type: TYPES[extname(file)] ?? 'application/octet-stream' };
  } catch {
    return undefined; // not there, a directory, or not readable: all the same to a browser
  }
}

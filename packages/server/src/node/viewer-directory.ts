import { readFile, realpath } from 'node:fs/promises';
import { extname, resolve, sep } from 'node:path';
import type { ViewerFiles } from '../http/context.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8', '.html': 'text/html; charset=utf-8', '.ico': 'image/x-icon', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8', '.map': 'application/json; charset=utf-8', '.png': 'image/png', '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8', '.wasm': 'application/wasm', '.woff2': 'font/woff2',
};

/**
 * Serves the built web app from a directory, and nothing outside it: neither `..` nor a symbolic link leads out.
 *
 * @param directory - The directory that holds `index.html`.
 */
export function viewerDirectory(directory: string): ViewerFiles {
  return {
    async read(path) {
      try {
        const root = await realpath(directory);
        const file = await realpath(resolve(root, path));
        if (!file.startsWith(root + sep)) return undefined;
        return { bytes: new Uint8Array(await readFile(file)), type: TYPES[extname(file)] ?? 'application/octet-stream' };
      } catch {
        return undefined; // not there, a directory, or not readable: all the same to a browser
      }
    },
  };
}

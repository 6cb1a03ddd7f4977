// npm run demo: installs what is missing, then runs the cli's demo with the given arguments.
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureInstalled } from './bootstrap.mjs';

ensureInstalled();
const demo = join(resolve(dirname(fileURLToPath(import.meta.url)), '..'), 'packages/cli/dist/demo.js');
if (!existsSync(demo)) {
  console.error('The demo is not built: packages/cli/dist/demo.js is missing. Run `npx --yes pnpm@10.34.8 install` and try again.');
  process.exit(1);
}
process.argv[1] = demo;
await import(pathToFileURL(demo).href);

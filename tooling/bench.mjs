// pnpm bench <name> [--json]: runs bench/<name>.mjs, which prints one line of JSON with ratios.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './packages.mjs';

const directory = join(root, 'bench');
const name = process.argv[2];
const file = name && /^[a-z0-9-]+$/.test(name) ? join(directory, `${name}.mjs`) : undefined;
if (!file || !existsSync(file)) {
  const known = existsSync(directory) ? readdirSync(directory).filter((entry) => entry.endsWith('.mjs')).map((entry) => entry.slice(0, -4)) : [];
  console.error(`Usage: pnpm bench <name> [--json]. Benches: ${known.join(', ') || 'none yet'}.`);
  process.exit(2);
}
await import(pathToFileURL(file).href);

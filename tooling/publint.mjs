// Checks each built package as npm would deliver it. Packages without a built entry yet are named and left out.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { packages } from './packages.mjs';

let failed = false;
for (const { dir, name, json } of packages()) {
  if (json.private) continue;
  if (!existsSync(join(dir, 'dist'))) {
    console.log(`publint: ${name} has nothing built yet`);
    continue;
  }
  const { messages } = await publint({ pkgDir: dir, pack: false, strict: true });
  for (const message of messages) {
    if (message.type === 'suggestion') continue;
    failed = true;
    console.error(`publint: ${name}: ${message.type}: ${formatMessage(message, json)}`);
  }
}
if (failed) process.exit(1);
console.log('publint: every built package is sound');

import { isMainThread } from 'node:worker_threads';
import { processContext } from './process-context.ts';
import { run } from './run.ts';

// A program that all of this was bundled into runs as its own worker, too: the modules that record terminals and connections know theirs.
if (isMainThread) process.exitCode = await run(process.argv.slice(2), processContext());
else await Promise.all([import('@playhead/recorder/pty'), import('@playhead/gateway')]);

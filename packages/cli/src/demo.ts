import { processContext } from './process-context.ts';
import { run } from './run.ts';

process.exitCode = await run(['demo', ...process.argv.slice(2)], processContext());

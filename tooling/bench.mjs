// pnpm bench <name> [options]: runs bench/<name>.mjs, which prints one line of JSON with ratios.
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { benchNames, benchUsage, readBench } from './benches.mjs';

const [name, ...given] = process.argv.slice(2).filter((argument) => argument !== '--');
const bench = readBench(name);
if (bench === undefined) {
  const usage = `pnpm bench <name> [--json] runs one of: ${benchNames().join(', ')}.\n\`pnpm bench <name> --help\` says what it measures and its options.`;
  if (name === '--help' || name === '-h') {
    console.log(usage);
    process.exit(0);
  }
  console.error(name === undefined ? usage : `There is no bench "${name}".\n\n${usage}`);
  process.exit(2);
}

let values;
try {
  const options = Object.fromEntries(bench.options.map((option) => [option, { type: 'string' }]));
  ({ values } = parseArgs({ args: given, options: { ...options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }));
} catch (error) {
  console.error(`${error.message}\n\n${benchUsage(bench)}`);
  process.exit(2);
}
if (values.help) {
  console.log(benchUsage(bench));
  process.exit(0);
}
// A bench looks for the name of an option and takes what follows: `--only=page` would be passed over.
process.argv.splice(2, Infinity, name, ...Object.entries(values).flatMap(([option, value]) => (value === true ? [`--${option}`] : [`--${option}`, value])));
await import(pathToFileURL(bench.file).href);

// What one more event costs a running replay (`replay`), and what appends of eight processes to one session cost (`storage`).
// Prints one line of JSON; only the ratios mean something on another machine. `--only replay` or `--only storage` measures one of them.
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const parts = {
  replay: async () => (await import('./append/replay.mjs')).measureReplay(),
  storage: async () => (await import('./append/storage.mjs')).measureStorage(),
};
if (only !== undefined && !(only in parts)) {
  console.error(`Usage: pnpm bench append --json [--only ${Object.keys(parts).join('|')}].`);
  process.exit(2);
}
const result = { bench: 'append' };
for (const [name, measure] of Object.entries(parts)) if (only === undefined || only === name) result[name] = await measure();
console.log(JSON.stringify(result));

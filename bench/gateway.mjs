// What a tap on the connection of an MCP server costs, over stdio (`stdio`) and over HTTP (`http`): without a tap, through one that records nothing, and through one that records, in turns
// within one run. Prints one line of JSON; ratios are to the direct connection. `--only stdio` or `--only http` measures one of them.
const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const parts = {
  stdio: async () => (await import('./gateway/stdio.mjs')).measureStdio(),
  http: async () => (await import('./gateway/http.mjs')).measureHttp(),
};
if (process.argv.includes('--only') && (only === undefined || !Object.hasOwn(parts, only))) {
  console.error(`Usage: pnpm bench gateway --json [--only ${Object.keys(parts).join('|')}].`);
  process.exit(2);
}
const result = { bench: 'gateway' };
for (const [name, measure] of Object.entries(parts)) if (only === undefined || only === name) result[name] = await measure();
console.log(JSON.stringify(result));

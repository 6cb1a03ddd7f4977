// The generated files of the Claude Code plugin: its hooks are those that `playhead init claude` would write, and its version is that of the
// packages. `--update` rewrites them.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { root } from './packages.mjs';

const folder = 'packages/hooks-claude/plugin';

/** Every generated file: path below the repository to text. */
export async function claudePluginFiles() {
  const { outputFiles } = await build({ entryPoints: [join(root, 'packages/hooks-claude/src/settings.ts')], bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'], logLevel: 'silent' });
  const { claudeHookSettings, shellHook } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  const { version, license } = JSON.parse(readFileSync(join(root, 'packages/hooks-claude/package.json'), 'utf8'));
  const hooks = claudeHookSettings({ serverUrl: 'http://127.0.0.1:7433', transport: 'plugin', version, spoolScript: '${CLAUDE_PLUGIN_ROOT}/hooks/spool.sh', command: shellHook('${CLAUDE_PLUGIN_ROOT}/hooks/session-start.sh', `plugin-${version}`) });
  const hooksFile = (own) => text({ description: 'Sends every event to the server of Playhead on this machine', modules: ['./module.ts'], hooks: own });
  // What the module does not need: it sees every event itself, but cannot start the server.
  const besideModule = Object.fromEntries(Object.entries(hooks).filter(([, groups]) => groups.every(({ hooks: handlers }) => handlers.every(({ type }) => type === 'command'))));
  const description = 'Records every session on your own machine and replays it.';
  const author = { name: 'Playhead' };
  const marketplace = (source) => ({ name: 'playhead', owner: author, metadata: { description: 'Recording and replay of coding-agent sessions' }, plugins: [{ name: 'playhead', source, description, version }] });
  return {
    [`${folder}/hooks/hooks.json`]: hooksFile(hooks), // until the module was seen to run
    [`${folder}/hooks/over-http.json`]: hooksFile(hooks),
    [`${folder}/hooks/beside-module.json`]: hooksFile(besideModule),
    [`${folder}/hooks/module.ts`]: readFileSync(join(root, folder, 'hooks/module.ts'), 'utf8').replace(/^const VERSION = '.*';$/m, `const VERSION = '${version}';`),
    [`${folder}/.mcp.json`]: text({ mcpServers: { playhead: { type: 'http', url: 'http://127.0.0.1:7433/mcp' } } }),
    [`${folder}/.claude-plugin/plugin.json`]: text({ name: 'playhead', version, description, author, license, keywords: ['recording', 'replay', 'hooks'], network: { hosts: ['127.0.0.1:7433'] } }),
    [`${folder}/.claude-plugin/marketplace.json`]: text(marketplace('./')),
    '.claude-plugin/marketplace.json': text(marketplace(`./${folder}`)),
  };
}

function text(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  for (const [path, content] of Object.entries(await claudePluginFiles())) {
    if (process.argv.includes('--update')) writeFileSync(join(root, path), content);
    else if (readFileSync(join(root, path), 'utf8') !== content) throw new Error(`${path} is not up to date. Run node tooling/claude-plugin.mjs --update.`);
  }
}

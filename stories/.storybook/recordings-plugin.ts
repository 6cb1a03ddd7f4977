// `virtual:recording/<folder>`: the records of a captured Claude Code session, made from its hook payloads by
// @playhead/hooks-claude when Storybook starts. So a story shows what the product records today.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'vite';
import type { recordsOf } from './normalise.ts';

const PREFIX = 'virtual:recording/';

export function recordings(): Plugin {
  return {
    name: 'playhead:recordings',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      const { recordsOf } = await normaliser();
      const records = await recordsOf(id.slice(PREFIX.length + 1));
      return `export const records = JSON.parse(${JSON.stringify(JSON.stringify(records))});`;
    },
  };
}

/** The sources of the packages, made one module: Storybook's own loader would want them built. */
async function normaliser(): Promise<{ readonly recordsOf: typeof recordsOf }> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./normalise.ts', import.meta.url))], bundle: true, write: false, platform: 'node', format: 'esm', conditions: ['@playhead/source'],
    define: { 'import.meta.url': JSON.stringify(import.meta.url) }, logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`);
}

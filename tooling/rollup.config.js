// One rollup configuration per package; the inputs are read from its exports map, every module stays a module.
import { join } from 'node:path';
import esbuild from 'rollup-plugin-esbuild';
import preserveDirectives from 'rollup-plugin-preserve-directives';
import { buildInputs, packages } from './packages.mjs';

const isRelative = (id) => id.startsWith('.') || id.startsWith('/') || /^[A-Za-z]:/.test(id);

export default packages().flatMap((pkg) => {
  const input = buildInputs(pkg).filter((file) => /\.tsx?$/.test(file));
  if (input.length === 0) return [];
  return [
    {
      input,
      // Dependencies, other packages and `#` imports are resolved by whoever runs the code.
      external: (id) => !isRelative(id),
      treeshake: { moduleSideEffects: true },
      plugins: [
        esbuild({
          target: 'es2022',
          jsx: 'automatic',
          // Otherwise "use strict" is written before "use client", which then counts for nothing.
          tsconfig: false,
          tsconfigRaw: { compilerOptions: { alwaysStrict: false, verbatimModuleSyntax: true, jsx: 'react-jsx' } },
        }),
        preserveDirectives(),
      ],
      output: {
        dir: join(pkg.dir, 'dist'),
        format: 'es',
        preserveModules: true,
        preserveModulesRoot: join(pkg.dir, 'src'),
        entryFileNames: '[name].js',
        sourcemap: true,
      },
      onwarn(warning, warn) {
        if (['MODULE_LEVEL_DIRECTIVE', 'SOURCEMAP_ERROR', 'EMPTY_BUNDLE'].includes(warning.code)) return;
        warn(warning);
      },
    },
  ];
});

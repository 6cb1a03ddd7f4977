// Runs tests on React 18.2: `--import`ed into a test process, and the aliases for what Vite resolves there.
import { createRequire, Module, register } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(new URL('../package.json', import.meta.url));
const NAMES = ['react', 'react/jsx-runtime', 'react/jsx-dev-runtime', 'react-dom', 'react-dom/client', 'react-dom/server', 'react-dom/test-utils'];
const older = (name) => require.resolve(name.replace(/^(react(?:-dom)?)/, '$1-18'));

/** For `resolve.alias`. */
export const react18Aliases = () => NAMES.map((name) => ({ find: new RegExp(`^${name}$`), replacement: older(name) }));

if (process.env.PLAYHEAD_REACT === '18') {
  const files = Object.fromEntries(NAMES.map((name) => [name, older(name)]));
  const original = Module._resolveFilename;
  Module._resolveFilename = (request, ...rest) => files[request] ?? original(request, ...rest);
  register(`data:text/javascript,${encodeURIComponent(`
    const files = ${JSON.stringify(files)};
    export const resolve = (specifier, context, next) => (Object.hasOwn(files, specifier) ? next(new URL('file://' + files[specifier]).href, context) : next(specifier, context));
  `)}`, `file://${root}`);
}

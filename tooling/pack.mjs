// Packs the built packages as npm would deliver them, all by one run of pnpm: its start takes longer than the packing.
import { pnpm } from './bootstrap.mjs';

/**
 * @param wanted Packages of `packages()`.
 * @param target The folder that becomes the tarballs'; made when it is not there.
 * @returns The path of each package's tarball, by the name of the package.
 * @throws Error when one could not be packed.
 */
export function pack(wanted, target) {
  const { status, stdout } = pnpm(['--recursive', ...wanted.flatMap(({ name }) => ['--filter', name]), 'pack', '--json', '--pack-destination', target], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  if (status !== 0) throw new Error(`the packages could not be packed:\n${stdout}`);
  const packed = new Map(JSON.parse(stdout).map(({ name, filename }) => [name, filename]));
  const missing = wanted.filter(({ name }) => !packed.has(name));
  if (missing.length > 0) throw new Error(`${missing.map(({ name }) => name).join(', ')} could not be packed`);
  return packed;
}

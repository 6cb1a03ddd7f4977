import type { Plugin as BundlePlugin } from 'esbuild';
import type { Plugin } from 'vite';
export function withoutGuard(name?: string): Plugin[];
export function withoutGuardInBundle(name?: string): BundlePlugin[];

import type { Plugin } from 'vite';
export function withoutGuard(name?: string): Plugin[];

import type { WorkspacePackage } from './packages.mjs';
export function exportsOf(path: string, text: string): string[];
export function apiOf(pkg: WorkspacePackage): string;
export function apiFile(pkg: WorkspacePackage): string;

export interface WorkspacePackage {
  folder: string;
  dir: string;
  name: string;
  json: {
    private?: boolean;
    exports?: Record<string, unknown>;
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
    peerDependencies?: Record<string, string>;
  };
}
export const root: string;
export function isTest(file: string): boolean;
export function walk(directory: string): string[];
export function packages(): WorkspacePackage[];
export function exportedEntries(pkg: WorkspacePackage): { subpath: string; file: string }[];
export function buildInputs(pkg: WorkspacePackage): string[];
export function short(file: string): string;

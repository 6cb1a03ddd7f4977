import type { RetentionOptions } from '@playhead/server';
import { finishRemovals, readAudit } from '@playhead/storage-adapters/fs';
import { retentionOf, setRetention } from './retention-settings.ts';
import { workspaceDirectory, workspaceNames } from './workspaces.ts';

/** How much a server keeps of the workspaces of a data directory, by their settings. */
export function retentionIn(dir: string, env: Readonly<Record<string, string | undefined>>): RetentionOptions {
  const own = (workspace: string): string => workspaceDirectory(dir, workspace);
  return {
    policyOf: (workspace) => retentionOf(own(workspace), env),
    setPolicy: (workspace, policy) => setRetention(own(workspace), policy),
    workspaces: () => workspaceNames(dir),
    auditOf: (workspace) => readAudit({ dir: own(workspace) }),
    finish: (workspace) => finishRemovals({ dir: own(workspace) }),
  };
}

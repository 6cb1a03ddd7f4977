import { DEFAULT_WORKSPACE, type RetentionOptions } from '@playhead/server';
import { finishRemovals, readAudit } from '@playhead/storage-adapters/fs';
import { retentionOf, setRetention } from './retention-settings.ts';
import { unsentIn } from './unsent-sessions.ts';
import { workspaceDirectory, workspaceNames } from './workspaces.ts';

/** How much a server keeps of the workspaces of a data directory, by their settings. */
export function retentionIn(dir: string, env: Readonly<Record<string, string | undefined>>): RetentionOptions {
  const own = (workspace: string): string => workspaceDirectory(dir, workspace);
  const isUnsent = unsentIn(dir, env);
  return {
    policyOf: (workspace) => retentionOf(own(workspace), env),
    setPolicy: (workspace, policy) => setRetention(own(workspace), policy),
    workspaces: () => workspaceNames(dir),
    auditOf: (workspace) => readAudit({ dir: own(workspace) }),
    // Only the server's own workspace is sent on.
    ...(isUnsent && { isUnsent: async (workspace, sessionId, storage) => workspace === DEFAULT_WORKSPACE && isUnsent(storage, sessionId) }),
    finish: (workspace) => finishRemovals({ dir: own(workspace) }),
  };
}

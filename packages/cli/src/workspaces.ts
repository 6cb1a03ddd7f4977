import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionStorage } from '@playhead/protocol';
import { createSessionRecording, type SessionPlace, type SessionRecording } from '@playhead/recorder';
import { DEFAULT_WORKSPACE } from '@playhead/server';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { makeDataDirectory } from './local-server.ts';

/** The workspaces of a data directory. Each is a directory of its own, so that what is not in it does not exist for its tokens. */
export interface Workspaces {
  /** Where the sessions of a workspace live. */
  storageOf(workspace: string): SessionStorage;
  /** How they are recorded: each workspace has its settings and its key. */
  recordingOf(place?: SessionPlace, workspace?: string): SessionRecording;
  close(): Promise<void>;
}

/** The data directory of a workspace: that of the server, and for every other one a directory below it. */
export function workspaceDirectory(dir: string, workspace: string): string {
  return workspace === DEFAULT_WORKSPACE ? dir : join(dir, 'workspaces', workspace);
}

/** The workspaces that have a directory, beside that of the server. */
export function workspaceNames(dir: string): readonly string[] {
  try {
    return readdirSync(join(dir, 'workspaces'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return []; // none was ever opened
  }
}

/**
 * Opens workspaces as they are asked for.
 *
 * @param forward - Gives the storage of the server's own workspace another face. Default: as it is.
 */
export function openWorkspaces(dir: string, forward: (storage: SessionStorage) => SessionStorage = (storage) => storage): Workspaces {
  const storages = new Map<string, SessionStorage>();
  const recordings = new Map<string, (place?: SessionPlace) => SessionRecording>();
  return {
    storageOf(workspace) {
      const known = storages.get(workspace);
      if (known) return known;
      const own = workspaceDirectory(dir, workspace);
      makeDataDirectory(own);
      const kept = fsStorage({ dir: own });
      const storage = workspace === DEFAULT_WORKSPACE ? forward(kept) : kept;
      storages.set(workspace, storage);
      return storage;
    },
    recordingOf(place, workspace = DEFAULT_WORKSPACE) {
      const recording = recordings.get(workspace) ?? createSessionRecording({ dir: workspaceDirectory(dir, workspace) });
      recordings.set(workspace, recording);
      return recording(place);
    },
    async close() {
      await Promise.all([...storages.values()].map((storage) => storage.close()));
    },
  };
}

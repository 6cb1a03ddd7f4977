import { isJsonObject, type SessionInfo, type SessionStorage } from '@playhead/protocol';

/** The end of the one session and the beginning of the next come within milliseconds, but not always in this order. */
const APART_US = 2_000_000;

/**
 * The recording that the user cleared away when this one began: nothing that a harness tells names it, so it is the one of the same
 * working directory and transcript folder that ended at that moment.
 *
 * @returns undefined where this one did not begin so, where it is known already, and where none fits.
 */
export async function clearedFrom(storage: SessionStorage, info: SessionInfo): Promise<string | undefined> {
  const { sessionId, harness, workspaceName, cwd, startedAt, clearedFrom: known } = info;
  if (known !== undefined || fieldOf(info, 'startedBy') !== 'clear') return undefined;
  const { sessions } = await storage.list({ harness, workspaceName, before: startedAt + APART_US, limit: 1000 });
  const apart = ({ stoppedAt }: SessionInfo): number => (stoppedAt === undefined ? Number.POSITIVE_INFINITY : Math.abs(stoppedAt - startedAt));
  const fitting = sessions.filter((one) => one.sessionId !== sessionId && one.cwd === cwd && folderOf(one) === folderOf(info) && apart(one) <= APART_US);
  return fitting.sort((one, other) => apart(one) - apart(other))[0]?.sessionId;
}

function fieldOf({ metadata }: SessionInfo, name: string): string | undefined {
  const value = isJsonObject(metadata) ? metadata[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}

function folderOf(info: SessionInfo): string | undefined {
  return fieldOf(info, 'transcriptPath')?.replace(/[/\\][^/\\]*$/, '');
}

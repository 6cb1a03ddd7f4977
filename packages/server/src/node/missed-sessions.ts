import { writeFileSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A session of which something could not be kept for want of room. An empty file, which needs none, says so. */
export interface MissedSession {
  readonly path: string;
  /** The harness's own id of it. */
  readonly session: string;
  /** What the agent's environment said of redaction. */
  readonly redaction: string;
  /** When it was noted: milliseconds since the Unix epoch. */
  readonly notedAt: number;
}

const NAME = /^([\w-]{1,128})_(off|entity|strict|)\.missed$/;

/** The sessions that a spool says are to be made up for. */
export async function missedSessions(spool: string): Promise<readonly MissedSession[]> {
  const names = (await readdir(spool).catch(() => [])).filter((name) => NAME.test(name));
  const found = await Promise.all(names.map(async (name) => {
    const [, session = '', redaction = ''] = NAME.exec(name) ?? [];
    const path = join(spool, name);
    const stats = await stat(path).catch(() => undefined); // another reader was faster
    return stats && { path, session, redaction, notedAt: stats.mtimeMs };
  }));
  return found.filter((one) => one !== undefined);
}

/** Says in a spool that something of a session could not be stored, as a hook does: whoever reads the spool makes up for it. Never throws. */
export function noteMissed(spool: string, session: string, redaction = ''): void {
  const name = `${session}_${redaction}.missed`;
  if (!NAME.test(name)) return;
  try {
    writeFileSync(join(spool, name), '', { flag: 'wx', mode: 0o600 });
  } catch {
    // it says so already, or there is no room even for that
  }
}

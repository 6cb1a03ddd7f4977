import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** A hook payload that waits on the disk. */
export interface SpoolEntry {
  readonly name: string;
  readonly path: string;
  /** When it came: microseconds since the Unix epoch. */
  readonly at: number;
  /** Its name as a delivery: the same however often it is read, and of no other payload. */
  readonly delivery: string;
  /** Whose hooks kept it, and of which version: `spool/1.2.3`. Empty where they did not say. */
  readonly hooks: string;
  /** What the agent's environment said of redaction. */
  readonly redaction: string;
  /** The session to join, where a launcher began one. */
  readonly session?: string;
  /** Whether somebody saw that it is whole. */
  readonly whole: boolean;
}

const NAME = /^(\d{1,12})(?:[.,](\d{6}))?_(\d{1,10})_(\d)_([\w.+-]{0,60})_(off|entity|strict|)(?:~([\da-f-]{36}))?\.(part|json)$/;

/** What waits in a spool, in the order it came. A folder that is not there is empty. */
export async function spoolEntries(spool: string): Promise<readonly SpoolEntry[]> {
  const names = (await readdir(spool).catch(() => [])).filter((name) => NAME.test(name));
  const entries = await Promise.all(names.map((name) => entryOf(spool, name)));
  const found = entries.filter((entry) => entry !== undefined);
  return found.sort((one, other) => one.at - other.at || one.process - other.process || (one.name < other.name ? -1 : 1));
}

async function entryOf(spool: string, name: string): Promise<(SpoolEntry & { readonly process: number }) | undefined> {
  const [, seconds = '0', micros = '0', process = '0', , from = '', redaction = '', session, end] = NAME.exec(name) ?? [];
  const path = join(spool, name);
  const stats = await stat(path, { bigint: true }).catch(() => undefined); // another reader was faster
  if (!stats?.isFile()) return undefined;
  const written = stats.mtimeNs / 1000n;
  const at = seconds === '0' ? Number(written) : Number(seconds) * 1_000_000 + Number(micros);
  // The name alone may come again: shells without a clock call it 0, and process ids are used again.
  const delivery = `spool-${written}-${name.replace(/\.(?:part|json)$/, '').replaceAll(/[^\w.:-]/g, '-')}`.slice(0, 128);
  const [, transport, version] = /^([a-z]{1,20})-(.+)$/.exec(from) ?? [undefined, 'spool', from];
  return { name, path, at, delivery, hooks: version ? `${transport}/${version}` : '', redaction, ...(session !== undefined && { session }), process: Number(process), whole: end === 'json' };
}

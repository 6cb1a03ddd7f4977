import { join } from 'node:path';
import { dataDirectory } from './environment.node.ts';
import { createAdoption } from './node/adopt-spools.ts';
import { createSpoolDirectory } from './node/spool-directory.ts';
import { linesOf, readSpool, readSpoolSync, removeSpool, writeSpool } from './node/spool-file.ts';
import type { RecorderOptions } from './options.ts';
import type { Spill, SpillHost } from './spill.ts';

const MOST_BYTES = 1024 ** 3;

/** Makes the spill of a recorder: a folder of its own below the folder of spools, and one file there each time. Touches nothing before something is written. */
export function createSpill(options: Pick<RecorderOptions, 'spoolDir' | 'maxSpilledBytes'>, host: () => SpillHost): Spill | undefined {
  const { spoolDir: dir = join(dataDirectory(), 'spool'), maxSpilledBytes: most = MOST_BYTES } = options;
  if (most <= 0) return undefined;
  const own = createSpoolDirectory(dir);
  const adoption = createAdoption(dir);
  let files = 0;
  let size = 0;
  let records = 0;
  let failing = false;
  const count = (lines: number, characters: number): void => {
    records += lines;
    size += characters;
  };

  return {
    get size() { return size; },
    get records() { return records; },
    write(sessionId, lines, { durable, first = false, last = false }) {
      const text = `${lines.join('\n')}\n`;
      const hasRoom = first || size + text.length <= most;
      if (!last && (failing || !hasRoom)) return undefined;
      let path: string;
      try {
        files += 1;
        path = own.path(`${String(first ? 0 : files).padStart(8, '0')}_${sessionId}.jsonl`, host().opened());
        writeSpool(path, text, durable);
      } catch (error) {
        failing = true;
        host().failed(error);
        return undefined;
      }
      const [characters, produced] = [text.length, lines.length];
      count(produced, characters);
      return {
        count: produced,
        read: async () => linesOf(await readSpool(path)),
        readSync: () => linesOf(readSpoolSync(path)),
        remove() {
          removeSpool(path);
          count(-produced, -characters);
          if (records === 0) own.remove();
        },
      };
    },
    retry() {
      failing = false;
    },
    adopt: adoption.begin,
    release() {
      adoption.end();
      own.release();
    },
  };
}

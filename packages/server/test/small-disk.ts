import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that can be filled to its last byte. */
export interface SmallDisk {
  /** Where it is seen from this process. */
  readonly path: string;
  fill(): void;
  /** Takes away what filled it. */
  free(): void;
  remove(): Promise<void>;
}

/** Why no disk can be made here; undefined where it can. */
export const noSmallDisk: string | undefined = process.platform !== 'linux' ? 'only Linux has tmpfs in namespaces'
  : spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { stdio: 'ignore' }).status === 0 ? undefined : 'this user may not make a namespace of mounts';

/** Makes a disk in a namespace that a sleeping process holds open; no right of an administrator is needed, and it goes away with that process. */
export async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const mount = mkdtempSync(join(tmpdir(), 'playhead-disk-'));
  const holder = spawn('unshare', ['-rm', 'sh', '-c', `mount -t tmpfs -o size=${megabytes}m,mode=700 tmpfs "$0" && echo mounted && exec cat`, mount], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(holder.stdout, 'data');
  const path = `/proc/${holder.pid}/root${mount}`;
  const ballast = join(path, 'ballast');
  return {
    path,
    fill() {
      for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 4)) {
        try {
          for (;;) writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
        } catch {
          // no room for a piece of this size: a smaller one may fit
        }
      }
    },
    free: () => rmSync(ballast),
    async remove() {
      const gone = once(holder, 'exit');
      holder.stdin.end();
      await gone;
      rmSync(mount, { recursive: true, force: true });
    },
  };
}

import { existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** The disk that a directory lies on. */
export interface FileSystem {
  /** What the system calls it, such as `ext4` or `nfs4`; undefined where that is not known. */
  readonly type: string | undefined;
  /** Whether other machines may write to it, so that appends of several writers can overwrite each other; undefined where that is not known. */
  readonly network: boolean | undefined;
  /** How many bytes this user may still write; undefined where that is not known. */
  readonly freeBytes: number | undefined;
}

const NETWORK: ReadonlySet<string> = new Set([
  'nfs', 'nfs4', 'cifs', 'smb3', 'smbfs', 'ncpfs', '9p', 'afs', 'ceph', 'coda', 'lustre', 'glusterfs', 'gfs2', 'ocfs2', 'beegfs', 'gpfs', 'davfs', 'vboxsf', 'prl_fs',
  'fuse.sshfs', 'fuse.glusterfs', 'fuse.ceph', 'fuse.s3fs', 'fuse.rclone', 'fuse.davfs2', 'fuse.curlftpfs', 'fuse.gcsfuse', 'fuse.vmhgfs-fuse', 'fuse.juicefs', 'fuse.cifs',
]);

/** Looks at the disk of a directory, or of the nearest one above it that is there. */
export function fileSystemOf(directory: string): FileSystem {
  const there = nearest(directory);
  const type = process.platform === 'linux' ? typeIn(mounts(), there) : undefined;
  // What the numbers of other systems mean differs from version to version, so they are not guessed from.
  return { type, network: type === undefined || type.startsWith('fuse') && !NETWORK.has(type) ? undefined : NETWORK.has(type), freeBytes: freeBytesOf(there) };
}

/**
 * The type of the file system that a path lies on.
 *
 * @param mountinfo - The text of `/proc/self/mountinfo`.
 */
export function typeIn(mountinfo: string, path: string): string | undefined {
  let found: { point: string; type: string } | undefined;
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = before.split(' ')[4]?.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const [type] = after.split(' ');
    if (point === undefined || type === undefined || type === '') continue;
    const holds = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
    if (holds && (found === undefined || point.length >= found.point.length)) found = { point, type }; // the last of several at one place lies on top
  }
  return found?.type;
}

function mounts(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}

function freeBytesOf(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

function nearest(directory: string): string {
  let there = directory;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    return realpathSync(there);
  } catch {
    return there;
  }
}

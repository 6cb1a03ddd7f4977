import { readFileSync } from 'node:fs';

/**
 * Whether a process has ended that its parent has not asked about yet, as under an agent in a container without an init: signals still find it.
 *
 * @returns false also where the system tells nothing of processes, as on macOS.
 */
export function isUnreaped(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2)); // the name before it may hold anything
  } catch {
    return false;
  }
}

/** Whether a process is there and has not ended, also one of another user. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return !isUnreaped(pid);
}

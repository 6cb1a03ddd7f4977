import { readFileSync } from 'node:fs';
import process from 'node:process';

/** What the system says of a process, from its state on; undefined where it says nothing. */
function toldOf(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' '); // the name before it may hold anything
  } catch {
    return undefined;
  }
}

/** When a process began, in a unit of the system's own; undefined where the system does not say. With its id it names one process for good. */
export function startOf(pid: number): string | undefined {
  return toldOf(pid)?.[19];
}

/**
 * Whether a process is still there, and no later one with the same id. One that has ended is not, though its parent has not asked about it yet.
 *
 * @param start - What {@link startOf} said of it, `0` where it said nothing.
 */
export function isRunning(pid: number, start: string): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // else it is somebody else's, and there
  }
  const told = toldOf(pid);
  if (told?.[0] === 'Z' || told?.[0] === 'X') return false;
  return start === '0' || (told?.[19] ?? start) === start;
}

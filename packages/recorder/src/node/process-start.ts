import { readFileSync } from 'node:fs';
import process from 'node:process';

/** When a process began, in a unit of the system's own; undefined where the system does not say. With its id it names one process for good. */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]; // the name before it may hold anything
  } catch {
    return undefined;
  }
}

/** Whether a process is still there, and no later one with the same id. @param start - What {@link startOf} said of it, `0` where it said nothing. */
export function isRunning(pid: number, start: string): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false; // else it is somebody else's, and there
  }
  return start === '0' || (startOf(pid) ?? start) === start;
}
